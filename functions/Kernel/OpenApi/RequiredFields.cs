using System.Reflection;
using System.Text.Json;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>Which fields a body must have, asked of its own rules: what they miss in <c>{}</c>.</summary>
internal static class RequiredFields
{
    private static readonly MethodInfo Ask =
        typeof(RequiredFields).GetMethod(nameof(OfBody), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Names of members; none for what is no body by itself.</summary>
    public static IReadOnlyList<string> Of(Type type) =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IBody<>))
            ? (IReadOnlyList<string>)Ask.MakeGenericMethod(type).Invoke(null, null)!
            : [];

    private static string[] OfBody<TBody>() where TBody : class, IBody<TBody> =>
        [.. TBody.Validate(JsonSerializer.Deserialize<TBody>("{}", Json.Strict)!)
            .Where(error => error.Code == "required" && error.Pointer.LastIndexOf('/') == 0)
            .Select(error => error.Pointer[1..])];
}
