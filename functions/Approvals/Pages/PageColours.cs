namespace ItsmServerless.Approvals.Pages;

/// <summary>The colours of a page in one scheme, as <c>#rrggbb</c>.</summary>
/// <remarks>A test holds every pair of text and background to 4.5, and edges to 3 (WCAG 2.2, 1.4.3 and
/// 1.4.11).</remarks>
internal sealed record PageColours
{
    public static PageColours Light { get; } = new()
    {
        Paper = "#f4f6f8",
        Surface = "#ffffff",
        Ink = "#1a2330",
        Quiet = "#4c596a",
        Line = "#dde3ea",
        Edge = "#738091",
        Accent = "#1d4fc4",
        Yes = "#17653a",
        OnYes = "#ffffff",
        No = "#a3211f",
        Good = "#e4f4e9",
        OnGood = "#124d2c",
        Bad = "#fdeaea",
        OnBad = "#7d1716",
        Warn = "#fff3d4",
        OnWarn = "#5e4300",
        Calm = "#e9eef6",
        OnCalm = "#2a3b55",
    };

    public static PageColours Dark { get; } = new()
    {
        Paper = "#10151c",
        Surface = "#19212b",
        Ink = "#e7ecf2",
        Quiet = "#a8b4c2",
        Line = "#2e3947",
        Edge = "#7f8da0",
        Accent = "#93b7ff",
        Yes = "#74d69a",
        OnYes = "#08200f",
        No = "#ffaca6",
        Good = "#143423",
        OnGood = "#b6efca",
        Bad = "#431a1b",
        OnBad = "#ffcbc6",
        Warn = "#3b3011",
        OnWarn = "#ffe3a3",
        Calm = "#243142",
        OnCalm = "#cddbed",
    };

    /// <summary>Behind everything.</summary>
    public required string Paper { get; init; }

    /// <summary>Behind a card.</summary>
    public required string Surface { get; init; }

    /// <summary>Text.</summary>
    public required string Ink { get; init; }

    /// <summary>Text that is less important.</summary>
    public required string Quiet { get; init; }

    /// <summary>Lines that only please.</summary>
    public required string Line { get; init; }

    /// <summary>Edges of what can be typed into.</summary>
    public required string Edge { get; init; }

    /// <summary>Links, and what has the focus.</summary>
    public required string Accent { get; init; }

    public required string Yes { get; init; }
    public required string OnYes { get; init; }
    public required string No { get; init; }
    public required string Good { get; init; }
    public required string OnGood { get; init; }
    public required string Bad { get; init; }
    public required string OnBad { get; init; }
    public required string Warn { get; init; }
    public required string OnWarn { get; init; }
    public required string Calm { get; init; }
    public required string OnCalm { get; init; }

    /// <summary>As custom properties of CSS.</summary>
    public string ToCss() =>
        $"--paper:{Paper};--surface:{Surface};--ink:{Ink};--quiet:{Quiet};--line:{Line};--edge:{Edge};" +
        $"--accent:{Accent};--yes:{Yes};--on-yes:{OnYes};--no:{No};--good:{Good};--on-good:{OnGood};--bad:{Bad};" +
        $"--on-bad:{OnBad};--warn:{Warn};--on-warn:{OnWarn};--calm:{Calm};--on-calm:{OnCalm}";
}
