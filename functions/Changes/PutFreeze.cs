using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A freeze as a whole; what was put under the key before is replaced.</summary>
/// <param name="Types">Words of <see cref="ChangeType"/>; none for all types.</param>
public sealed record PutFreeze(
    string? Name, Instant? From, Instant? Until, IReadOnlyList<string>? Services = null,
    IReadOnlyList<string>? Types = null) : IBody<PutFreeze>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutFreeze body) =>
    [
        .. ChangeFields.Line("/name", body.Name, 128, required: true),
        .. Check.Present("/from", body.From),
        .. Check.Present("/until", body.Until),
        .. Check.That(body.From is null || body.Until is null || body.From < body.Until, "/until", "order",
            $"/until {body.Until} is not after /from {body.From}."),
        .. Check.Count("/services", body.Services, 0, 50),
        .. Check.Each("/services", body.Services, (item, value) => ChangeFields.Line(item, value, 100, required: true)),
        .. Check.Count("/types", body.Types, 0, 3),
        .. Check.Each("/types", body.Types, TypeWord),
    ];

    /// <summary>Always possible; the same again changes nothing.</summary>
    public static Decision<FreezeEvent> Decide(Freeze? current, string key, PutFreeze body)
    {
        var types = (body.Types ?? []).Select(word => Words<ChangeType>.Parse(word)!.Value).Distinct();
        var put = new FreezePut(key, body.Name!, body.From!.Value, body.Until!.Value, body.Services ?? [], [.. types]);
        return current is not null && IsSame(current, put) ? Decision<FreezeEvent>.Nothing : put;
    }

    private static bool IsSame(Freeze now, FreezePut put) =>
        (now.Name, now.From, now.Until) == (put.Name, put.From, put.Until) &&
        now.Services.SequenceEqual(put.Services) && now.Types.SequenceEqual(put.Types);

    private static IEnumerable<FieldError> TypeWord(string pointer, string value) =>
        [.. Check.Present(pointer, value), .. Check.OneOf(pointer, value, Words<ChangeType>.All)];
}
