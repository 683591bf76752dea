using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake;

/// <summary>A message to be tried out: nothing of it is kept.</summary>
/// <param name="Body">As the sender would send it.</param>
/// <param name="Headers">Of the sender, where the format needs them: <c>ce-type</c>, <c>X-GitHub-Event</c>.</param>
/// <param name="Mapping">For format json: instead of the one that the source has.</param>
public sealed record TryMessage(
    string? Body, IReadOnlyDictionary<string, string>? Headers = null, AlertMapping? Mapping = null) : IBody<TryMessage>
{
    private const int MostBytes = 256 << 10;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(TryMessage body) =>
    [
        .. Check.Present("/body", body.Body),
        .. Check.That(Encoding.UTF8.GetByteCount(body.Body ?? "") <= MostBytes, "/body", "length",
            $"/body has more than {MostBytes} bytes."),
        .. Check.That(body.Headers is not { Count: > 50 }, "/headers", "count", "/headers has more than 50 members."),
        .. body.Mapping is { } mapping ? AlertMapping.Validate(mapping) : [],
    ];

    /// <summary>The message, as it would come.</summary>
    internal AlertMessage ToMessage(string id) => new(
        Encoding.UTF8.GetBytes(Body!),
        (Headers ?? new Dictionary<string, string>()).ToDictionary(StringComparer.OrdinalIgnoreCase), id);
}
