using System.Reflection;
using System.Text.Json;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>What a body must have, asked of its own rules.</summary>
internal sealed record BodyRules(IReadOnlyList<string> Required, bool MayBeEmpty)
{
    private static readonly BodyRules None = new([], MayBeEmpty: false);
    private static readonly MethodInfo Ask = typeof(BodyRules).GetMethod(nameof(OfBody), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The members that are missed in <c>{}</c>, and whether no body will do; no rules for what is no
    /// body.</summary>
    public static BodyRules Of(Type type) =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IBody<>))
            ? (BodyRules)Ask.MakeGenericMethod(type).Invoke(null, null)!
            : None;

    private static BodyRules OfBody<TBody>() where TBody : class, IBody<TBody> =>
        new([.. TBody.Validate(JsonSerializer.Deserialize<TBody>("{}", Json.Strict)!).Where(IsMissing).Select(error => error.Pointer[1..])],
            TBody.MayBeEmpty);

    private static bool IsMissing(Outcomes.FieldError error) => error.Code == "required" && error.Pointer.LastIndexOf('/') == 0;
}
