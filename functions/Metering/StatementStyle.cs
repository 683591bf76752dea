namespace ItsmServerless.Metering;

/// <summary>How the page looks: by day, by night, on a phone and on paper.</summary>
/// <remarks>Text has a contrast of 4.5 at least (WCAG 2.2, 1.4.3). Every bar's number stands in the table beneath.</remarks>
internal static class StatementStyle
{
    /// <summary>The style sheet.</summary>
    public const string Css = """
        :root{color-scheme:light dark;--ink:#17212e;--soft:#526173;--paper:#fff;--panel:#f4f6f9;--line:#d3dae3;--bar:#1f5fa8}
        @media screen and (prefers-color-scheme:dark){:root{--ink:#e8edf4;--soft:#a3b1c2;--paper:#12181f;
        --panel:#1b232d;--line:#364352;--bar:#7ab3f2}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
        .page{max-width:56rem;margin:0 auto;padding:1.5rem 1rem 3rem}
        h1{font-size:2rem;line-height:1.2;margin:0}h2{font-size:1.2rem;margin:2rem 0 .5rem}
        .kicker{text-transform:uppercase;letter-spacing:.08em;font-size:.8rem;color:var(--soft);margin:0}
        .facts{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:1rem 0 0}
        dt{font-size:.8rem;color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        .notice{border-left:.3rem solid var(--bar);padding:.3rem .75rem;margin:1rem 0;background:var(--panel)}
        figure{margin:1rem 0 0;background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:1rem}
        figcaption,.soft{color:var(--soft);font-size:.85rem}
        svg{display:block;width:100%;height:auto}svg text{fill:var(--ink);font:11px system-ui,sans-serif}
        .bar{fill:var(--bar)}.axis{stroke:var(--line)}
        .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem}
        table{border-collapse:collapse;width:100%;font-size:.95rem;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:.45rem .7rem;border-bottom:1px solid var(--line)}
        thead th{background:var(--panel);font-size:.8rem;color:var(--soft)}tbody th{font-weight:500}
        tfoot th,tfoot td{font-weight:650;background:var(--panel);border-bottom:0}.n{text-align:right;white-space:nowrap}
        @page{size:A4;margin:1.5cm}
        @media print{body{font-size:9.5pt}.page{max-width:none;padding:0}figure,tr{break-inside:avoid}.scroll{overflow:visible}}
        """;
}
