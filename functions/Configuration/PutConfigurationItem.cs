using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Configuration;

/// <summary>The desk enters or replaces a configuration item.</summary>
/// <param name="Kind">What it is, in the tenant's words.</param>
/// <param name="Service">The key of a service that is there.</param>
/// <param name="DependsOn">Keys of items that are there; none of them depends on this one.</param>
/// <param name="Attributes">At most 50 texts by name.</param>
/// <param name="Change">The number or id of the change by which it is edited.</param>
public sealed record PutConfigurationItem(
    string? Name, string? Kind, string? Service = null, string? Owner = null, IReadOnlyList<string>? DependsOn = null,
    IReadOnlyDictionary<string, string>? Attributes = null, string? Change = null) : IBody<PutConfigurationItem>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutConfigurationItem body) =>
    [
        .. ItemFields.Name(body.Name),
        .. ItemFields.Kind(body.Kind),
        .. body.Service is null ? [] : Check.Key("/service", body.Service),
        .. Check.Email("/owner", body.Owner),
        .. ItemFields.DependsOn(body.DependsOn),
        .. ItemFields.Attributes(body.Attributes),
        .. DocumentSize.Check("", body),
    ];

    /// <summary>The whole item is replaced; the key comes from the path. The same again changes nothing.</summary>
    /// <param name="current">As it is; null when it is new.</param>
    /// <param name="survey">What the tenant has of what the body names.</param>
    public static Decision<ConfigurationItemEvent> Decide(
        string key, ConfigurationItem? current, PutConfigurationItem body, Survey survey)
    {
        FieldError[] errors = [.. ItemFields.Key(key), .. survey.Errors(key, body)];
        if (errors.Length > 0) return Problem.Validation([.. errors]);
        var put = body.ToPut(key, survey.Change?.Reference);
        if (current is null) return put with { Authorized = IsAuthorized(put.Change, []) };
        if (put.Change is null && IsSame(current, put)) return Decision<ConfigurationItemEvent>.Nothing;
        string[] changed = [.. Changed(current, put)];
        return put with { Changed = changed, Authorized = IsAuthorized(put.Change, changed) };
    }

    private static bool? IsAuthorized(ChangeReference? change, string[] changed) =>
        change is not null ? true : changed is [] ? null : false;

    private ConfigurationItemPut ToPut(string key, ChangeReference? change) => new(
        key, Name!, Kind!, Service, Owner is null ? null : EmailAddress.From(Owner), [.. (DependsOn ?? []).Distinct()],
        Attributes ?? new Dictionary<string, string>(), change, null, []);

    private static bool IsSame(ConfigurationItem now, ConfigurationItemPut put) =>
        (now.Name, now.Kind, now.Owner) == (put.Name, put.Kind, put.Owner) && !Changed(now, put).Any();

    /// <summary>What is another now of what needs a change.</summary>
    private static IEnumerable<string> Changed(ConfigurationItem now, ConfigurationItemPut put)
    {
        if (now.Attributes.Count != put.Attributes.Count || now.Attributes.Except(put.Attributes).Any())
            yield return "attributes";
        if (!now.DependsOn.ToHashSet().SetEquals(put.DependsOn)) yield return "dependsOn";
        if (now.Service != put.Service) yield return "service";
    }
}
