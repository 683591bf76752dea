namespace ItsmServerless.Local.Hosting;

/// <summary>Settings named in trigger attributes.</summary>
internal static class Setting
{
    /// <summary>Replaces <c>%name%</c> by the setting of that name; other text is itself.</summary>
    /// <remarks>https://learn.microsoft.com/azure/azure-functions/functions-bindings-expressions-patterns</remarks>
    /// <exception cref="FormatException">There is no such setting.</exception>
    public static string Resolve(string text, IConfiguration configuration)
    {
        if (text.Length < 3 || text[0] != '%' || text[^1] != '%')
            return text;
        var name = text[1..^1];
        return configuration[name] ?? throw new FormatException($"there is no setting {name}.");
    }
}
