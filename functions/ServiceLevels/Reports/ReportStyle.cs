namespace ItsmServerless.ServiceLevels.Reports;

/// <summary>How the page looks: by day, by night, on a phone and on paper.</summary>
/// <remarks>Text has a contrast of 4.5 at least (WCAG 2.2, 1.4.3). Met is a solid fill and breached a hatched one, so
/// that no colour is needed (1.4.1).</remarks>
internal static class ReportStyle
{
    /// <summary>The style sheet.</summary>
    public const string Css = """
        :root{color-scheme:light dark;--ink:#17212e;--soft:#526173;--paper:#fff;--panel:#f4f6f9;--line:#d3dae3;
        --met:#1f5fa8;--breach:#b8410f}
        @media screen and (prefers-color-scheme:dark){:root{--ink:#e8edf4;--soft:#a3b1c2;--paper:#12181f;
        --panel:#1b232d;--line:#364352;--met:#7ab3f2;--breach:#ff9a62}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
        .page{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 3rem}
        h1{font-size:2rem;line-height:1.2;margin:0}
        h2{font-size:1.4rem;margin:2.5rem 0 .75rem;padding-bottom:.35rem;border-bottom:2px solid var(--ink)}
        h3{font-size:1.1rem;margin:1.75rem 0 .5rem}h4{font-size:1rem;margin:1.25rem 0 .4rem}
        p{margin:.4rem 0}.soft,figcaption,caption{color:var(--soft)}
        .kicker{text-transform:uppercase;letter-spacing:.08em;font-size:.8rem;color:var(--soft);margin:0}
        .facts{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:1rem 0 0}
        dt{font-size:.8rem;color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        .notice{border-left:.3rem solid var(--breach);padding:.3rem .75rem;margin:1rem 0;background:var(--panel)}
        .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:1rem;padding:0;
        margin:1.5rem 0 0;list-style:none}
        .tiles li,figure{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:1rem}
        .big{font-size:1.9rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums;margin:.2rem 0}
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem;
        margin:.75rem 0 1rem}
        figure{margin:0;min-width:0}figcaption{font-size:.85rem;margin-top:.5rem}
        .name{font-weight:600;overflow-wrap:anywhere}
        .tiles p{margin:0}.tiles .big{margin:.35rem 0 0}.tiles .soft{font-size:.9rem}
        svg{display:block;width:100%;height:auto;max-width:34rem}svg.defs{position:absolute;width:0;height:0}
        svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg .soft{fill:var(--soft)}
        svg.meter{height:.5rem;max-width:none;margin:.6rem 0}.track{fill:var(--line)}
        .met{fill:var(--met)}.breach{fill:url(#hatch);stroke:var(--breach);stroke-width:1}.ink{stroke:var(--breach)}
        .axis{stroke:var(--line)}.target{stroke:var(--ink);stroke-dasharray:4 3}
        .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem}
        table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
        th,td{text-align:left;vertical-align:top;padding:.45rem .7rem;border-bottom:1px solid var(--line)}
        thead th{background:var(--panel);font-size:.8rem;color:var(--soft);white-space:nowrap}
        tbody th{font-weight:500}tfoot th,tfoot td{font-weight:650;background:var(--panel)}
        tbody:last-child tr:last-child>*,tfoot tr:last-child>*{border-bottom:0}
        .n{text-align:right}.n,.t{white-space:nowrap}.a{min-width:12rem}.r{min-width:15rem}
        .w{min-width:8rem;overflow-wrap:anywhere}
        td small{display:block;color:var(--soft);font-weight:400;white-space:normal;min-width:9rem}
        .notes{font-size:.85rem;color:var(--soft)}.notes li{margin:.25rem 0}
        @page{size:A4 landscape;margin:1.2cm}
        @media print{body{font-size:9.5pt}.page{max-width:none;padding:0}h2,h3,h4{break-after:avoid}
        tr,figure,.tiles li,.credits{break-inside:avoid}.agreement+.agreement{break-before:page}
        .scroll{overflow:visible;border-radius:0}table,thead th{font-size:8pt}th,td{padding:.2rem .35rem}
        .w,.r,.a,td small{min-width:0}thead{display:table-header-group}
        tfoot{display:table-row-group}svg{max-width:24rem}}
        """;
}
