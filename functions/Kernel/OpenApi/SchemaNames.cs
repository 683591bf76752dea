namespace ItsmServerless.Kernel.OpenApi;

/// <summary>Names types as readers of the document see them.</summary>
internal static class SchemaNames
{
    /// <summary><c>IncidentView</c>; <c>PageOfIncidentView</c>.</summary>
    public static string Of(Type type) => type.IsGenericType
        ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + "Of" +
            string.Concat(type.GetGenericArguments().Select(Of))
        : type.Name;
}
