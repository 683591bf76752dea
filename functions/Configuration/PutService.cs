using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Configuration;

/// <summary>A manager enters or replaces a service.</summary>
/// <param name="Owner">The address of who answers for it.</param>
public sealed record PutService(string? Name, string? Owner = null, string? Description = null) : IBody<PutService>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutService body) =>
    [
        .. ItemFields.Name(body.Name),
        .. Check.Email("/owner", body.Owner),
        .. Check.Text("/description", body.Description, 0, 4_000),
    ];

    /// <summary>The whole entry is replaced; the key comes from the path.</summary>
    public static Decision<ServiceEvent> Decide(string key, PutService body) =>
        Check.Key("key", key).ToArray() is [var bad, ..]
            ? Problem.Validation(bad)
            : new ServicePut(
                key, body.Name!, body.Owner is null ? null : EmailAddress.From(body.Owner), body.Description);
}
