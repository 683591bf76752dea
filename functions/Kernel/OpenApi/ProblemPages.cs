using System.Text.Encodings.Web;
using System.Text.Json;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>The pages that a problem document's <c>type</c> leads to.</summary>
internal static class ProblemPages
{
    private const string Css = """
        :root{color-scheme:light dark;--ink:#17212e;--soft:#526173;--paper:#fff;--panel:#f4f6f9;--line:#d3dae3;
        --link:#1f5fa8}
        @media (prefers-color-scheme:dark){:root{--ink:#e8edf4;--soft:#a3b1c2;--paper:#12181f;--panel:#1b232d;
        --line:#364352;--link:#7ab3f2}}
        body{margin:0 auto;max-width:46rem;padding:1.5rem 1rem 3rem;background:var(--paper);color:var(--ink);
        font:1rem/1.55 system-ui,sans-serif}
        h1{font-size:1.8rem;line-height:1.2;margin:.2rem 0 1rem}h2{font-size:1.1rem;margin:1.75rem 0 .4rem}
        p{margin:.4rem 0}a{color:var(--link)}.soft{color:var(--soft)}
        pre{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:1rem;overflow-x:auto;
        font-size:.85rem}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}
        th,td{text-align:left;vertical-align:top;padding:.4rem .7rem .4rem 0;border-bottom:1px solid var(--line)}
        td:first-child{white-space:nowrap;font-variant-numeric:tabular-nums}
        """;

    private static readonly JsonSerializerOptions Shown =
        new(Json.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All of them, one line each.</summary>
    public static PageAnswer Index(IEnumerable<ExplainedProblem> problems) => Page("Problems", $"""
        <h1>Problems</h1>
        <p>A refusal is a problem document (RFC 9457). Its <code>code</code> never changes: switch on it, not on texts.</p>
        <div class="scroll"><table><thead><tr><th>Status</th><th>Code</th><th>What it means</th></tr></thead><tbody>
        {string.Concat(problems.Select(Row))}</tbody></table></div>
        """);

    /// <summary>One of them, with what to do and what it looks like.</summary>
    public static PageAnswer Of(ExplainedProblem problem) => Page(problem.Title, $"""
        <p class="soft"><a href="/problems">Problems</a> / <code>{Text(problem.Code)}</code></p>
        <h1>{Text(problem.Title)}</h1>
        <p class="soft">Status {problem.Status} {Text(ReasonPhrases.GetReasonPhrase(problem.Status))}</p>
        <h2>What it means</h2><p>{Text(problem.Meaning)}</p>
        <h2>What to do</h2><p>{Text(problem.Advice)}</p>
        <h2>What it looks like</h2><pre>{Text(JsonSerializer.Serialize(problem.Example, Shown))}</pre>
        """);

    private static string Row(ExplainedProblem problem) => $"""
        <tr><td>{problem.Status}</td><td><a href="/problems/{problem.Code}"><code>{problem.Code}</code></a></td>
        <td>{Text(problem.Meaning)}</td></tr>
        """;

    private static PageAnswer Page(string title, string body) => new($"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width,initial-scale=1"/>
        <title>{Text(title)}</title><style>{Css}</style></head>
        <body>{body}</body></html>
        """, Css);

    private static string Text(string text) => HtmlText.Encode(text);
}
