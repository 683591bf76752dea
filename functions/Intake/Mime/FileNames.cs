using ItsmServerless.Kernel.Mail;

namespace ItsmServerless.Intake.Mime;

/// <summary>Makes a name to show from what a sender called a file. It never becomes a path or a key.</summary>
internal static class FileNames
{
    private const int Longest = 150;
    private const int LongestExtension = 20;

    /// <summary>One printable line without folders, invisible marks (U+200B, U+202E) and outer dots.</summary>
    /// <param name="otherwise">The name when nothing is left.</param>
    public static string Safe(string? name, string otherwise)
    {
        var last = (name ?? "").Replace('\\', '/').Split('/')[^1];
        var line = HeaderText.Line(last, int.MaxValue).Trim(' ', '.');
        return line.Length == 0 ? otherwise : Short(line);
    }

    /// <summary>A media type without parameters; what is none is bytes.</summary>
    public static string ContentType(string type)
    {
        var isType = type.Length <= 100 && type.All(IsTokenOrSlash) && type.Split('/') is [not "", not ""];
        return isType ? type.ToLowerInvariant() : "application/octet-stream";
    }

    private static string Short(string name)
    {
        if (name.Length <= Longest) return name;
        var extension = Path.GetExtension(name);
        return extension.Length is > 1 and <= LongestExtension
            ? HeaderText.Cut(name, Longest - extension.Length) + extension
            : HeaderText.Cut(name, Longest);
    }

    /// <summary>RFC 2045, 5.1.</summary>
    private static bool IsTokenOrSlash(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '+' or '-' or '_' or '!' or '#' or '$' or '&' or '^';
}
