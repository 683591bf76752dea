namespace ItsmServerless.Local.Desk;

/// <summary>The frame of the desk's page; cells and bodies are markup, their makers encode what is text.</summary>
internal static class DeskMarkup
{
    /// <summary>Everything before the first section.</summary>
    public static string Head(string nonce) =>
        $$"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Developer's desk</title>
        <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
        <style nonce="{{nonce}}">
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
        body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #8886; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; overflow-wrap: anywhere; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .25rem 0; }
        iframe { width: 100%; height: 20rem; border: 1px solid #8886; background: #fff; }
        summary { cursor: pointer; } details > details { margin-left: 1rem; }
        .none { opacity: .6; }
        </style></head><body><h1>Developer's desk</h1>
        <p>What would have left the house, and what goes on in it. <a href="/docs">API reference</a></p>

        """;

    /// <summary>Everything after the last section.</summary>
    public static string Foot(string nonce) =>
        $$"""
        <script nonce="{{nonce}}">
        const post = async (path, body) => {
          const answer = await fetch("/_local" + path, {
            method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
          if (answer.ok) location.reload(); else alert((await answer.json()).detail);
        };
        document.addEventListener("click", event => {
          const { advance, entity, sequence } = event.target.dataset;
          if (advance !== undefined) post("/clock/advance", { by: document.getElementById("by").value });
          if (entity !== undefined) post("/bus/dead-letters/replay", { entity, sequence: Number(sequence) });
        });
        </script></body></html>
        """;

    /// <summary>A heading with what belongs under it.</summary>
    public static string Section(string heading, string body) =>
        $"<section><h2>{heading}</h2>{(body.Length > 0 ? body : "<p class=\"none\">Nothing.</p>")}</section>\n";

    /// <summary>A heading with a table, or with the word that there is nothing.</summary>
    public static string Table(string heading, IEnumerable<string> columns, IEnumerable<string[]> rows)
    {
        var lines = string.Concat(rows.Select(row => $"<tr>{Cells(row, "td")}</tr>\n"));
        return Section(heading, lines.Length > 0 ? $"<table><tr>{Cells(columns, "th")}</tr>\n{lines}</table>" : "");
    }

    private static string Cells(IEnumerable<string> cells, string element) =>
        string.Concat(cells.Select(cell => $"<{element}>{cell}</{element}>"));
}
