using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Approvals.Pages;

/// <summary>How the pages behind links look: one column on a narrow screen, two on a wide one, by day and by
/// night.</summary>
internal static class PageStyle
{
    /// <summary>The text of the style element.</summary>
    public static string Css { get; } = $":root{{color-scheme:light dark;{PageColours.Light.ToCss()}}}\n" +
        $"@media(prefers-color-scheme:dark){{:root{{{PageColours.Dark.ToCss()}}}}}\n" + Rules;

    /// <summary>What the Content-Security-Policy lets the style in by.</summary>
    public static string Hash { get; } = HtmlText.HashOf(Css);

    private const string Rules = """
        *{box-sizing:border-box}
        html{scroll-padding:1rem}
        body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word;
        font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        a{color:var(--accent);text-underline-offset:.2em}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.25rem}
        [tabindex="-1"]:focus-visible{outline-offset:4px}
        .skip{position:absolute;left:-100rem;padding:.75rem 1rem;background:var(--surface);z-index:1}
        .skip:focus{left:1rem;top:1rem}
        header,main{max-width:70rem;margin:0 auto;padding:0 1.25rem}
        header{padding-top:1.5rem}
        header.narrow{padding-bottom:.6rem}
        main{padding-bottom:4rem}
        .narrow{max-width:42rem}
        .kicker{margin:0;color:var(--quiet);font-size:.9375rem}
        h1{margin:.35rem 0 .5rem;font-size:1.75rem;line-height:1.25;text-wrap:balance;letter-spacing:-.01em}
        h2{margin:0 0 .75rem;font-size:1.0625rem;line-height:1.35}
        h3{margin:1.25rem 0 .25rem;font-size:.9375rem;color:var(--quiet);font-weight:600}
        p{margin:0 0 .75rem}
        .lead{margin-bottom:.75rem;color:var(--quiet)}
        .tags{display:flex;flex-wrap:wrap;gap:.5rem;margin:0 0 1.5rem;padding:0;list-style:none}
        .tag{padding:.1rem .7rem;border-radius:1rem;background:var(--calm);color:var(--on-calm);font-size:.875rem;
        font-weight:600}
        .high{background:var(--bad);color:var(--on-bad)}
        .medium{background:var(--warn);color:var(--on-warn)}
        .low{background:var(--good);color:var(--on-good)}
        .card{margin:0 0 1rem;padding:1.25rem;background:var(--surface);border:1px solid var(--line);
        border-radius:.75rem}
        .card>:last-child,.banner>:last-child{margin-bottom:0}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:.9rem 1.5rem;
        margin:0}
        .facts .wide{grid-column:1/-1}
        dt{color:var(--quiet);font-size:.875rem}
        dd{margin:0}
        .text,dd{white-space:pre-wrap;overflow-wrap:anywhere}
        .text{margin:0}
        .plan{margin:0;padding-left:1.25rem}
        .banner{display:flex;gap:.75rem;align-items:flex-start;margin:0 0 1rem;padding:1rem 1.25rem;
        border-radius:.75rem;background:var(--calm);color:var(--on-calm)}
        .banner svg{flex:none;width:1.5rem;height:1.5rem;margin-top:.1rem}
        .banner h1,.banner h2{margin:0 0 .25rem;font-size:1.25rem}
        .banner h2{font-size:1.0625rem}
        .banner p:last-child,.banner ul{margin:0}
        .banner ul{padding-left:1.1rem}
        .banner a{color:inherit}
        .good{background:var(--good);color:var(--on-good)}
        .bad{background:var(--bad);color:var(--on-bad)}
        .warn{background:var(--warn);color:var(--on-warn)}
        .stages,.ballots{margin:0;padding:0;list-style:none}
        .stages>li+li{margin-top:1rem;padding-top:1rem;border-top:1px solid var(--line)}
        .stages .name{margin-bottom:.25rem;font-weight:600}
        .stages .name span{font-weight:400;color:var(--quiet)}
        .ballots li{display:flex;gap:.6rem;align-items:flex-start;padding:.25rem 0}
        .ballots svg{flex:none;width:1.15rem;height:1.15rem;margin-top:.22rem;color:var(--quiet)}
        .ballots .approved svg{color:var(--yes)}
        .ballots .rejected svg{color:var(--no)}
        .quiet{color:var(--quiet);font-size:.9375rem}
        label{display:block;font-weight:600}
        .hint{margin:0 0 .4rem;color:var(--quiet);font-size:.875rem}
        textarea{display:block;width:100%;min-height:6.5rem;margin-bottom:1rem;padding:.6rem .75rem;font:inherit;
        color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:.5rem;resize:vertical}
        input{display:block;width:100%;max-width:16rem;min-height:3rem;padding:.6rem .75rem;font:inherit;
        font-size:1.25rem;letter-spacing:.2em;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:.5rem}
        .wrong{margin:0 0 .4rem;color:var(--no);font-weight:600}
        [aria-invalid]{border:2px solid var(--no)}
        .buttons{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin-bottom:1rem}
        button,.back{flex:1 1 8rem;min-height:3rem;padding:.6rem 1.25rem;font:inherit;font-weight:600;
        border:2px solid;border-radius:.5rem;cursor:pointer;text-align:center}
        .back{flex-basis:11rem;border-color:transparent}
        .approve{background:var(--yes);border-color:var(--yes);color:var(--on-yes)}
        .another{background:transparent;border-color:transparent;color:var(--accent);font-weight:400;
        text-decoration:underline;text-underline-offset:.2em}
        .reject{background:var(--surface);border-color:var(--no);color:var(--no)}
        button:hover{filter:brightness(1.12)}
        footer{color:var(--quiet);font-size:.875rem}
        @media(min-width:60rem){
        h1{font-size:2.125rem}
        .columns{display:grid;grid-template-columns:minmax(0,1fr) 23rem;gap:1.5rem;align-items:start}
        .decide{position:sticky;top:1.5rem}}
        @media(max-width:25rem){header,main{padding-left:.9rem;padding-right:.9rem}.card,.banner{padding:1rem}
        h1{font-size:1.5rem}}
        @media(forced-colors:active){.tag,.banner,button{border:1px solid}}
        @media print{.decide,.skip{display:none}}
        """;
}
