namespace ItsmServerless.Local.Desk;

/// <summary>What a request to the desk asks for.</summary>
internal static class DeskRequest
{
    /// <summary>Whether a person looks: a browser names <c>text/html</c>, a program does not.</summary>
    /// <remarks>
    /// Lists have one address for both (CONTRACT §11). <c>?as=json</c> gives a person what a program gets.
    /// </remarks>
    public static bool WantsPage(this HttpRequest request) =>
        request.Query["as"] != "json"
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.Ordinal));

    /// <summary>A field of a form, without the blanks around it; empty when it is missing.</summary>
    public static string Field(this IFormCollection form, string name) => form[name].ToString().Trim();

    /// <summary>A query parameter, without the blanks around it; empty when it is missing.</summary>
    public static string Parameter(this HttpRequest request, string name) => request.Query[name].ToString().Trim();

    /// <summary>A query string of what is not empty, beginning with a question mark.</summary>
    public static string Query(params IEnumerable<(string Name, string? Value)> parameters) =>
        QueryString.Create(parameters.Where(one => !string.IsNullOrEmpty(one.Value))
            .Select(one => KeyValuePair.Create(one.Name, one.Value))).ToString();
}
