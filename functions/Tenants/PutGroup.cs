using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants;

/// <summary>An admin makes or replaces a group.</summary>
/// <param name="Teams">The key of a Teams channel that it is told in as well.</param>
public sealed record PutGroup(string? Name, IReadOnlyList<string>? Members, string? Teams = null) : IBody<PutGroup>
{
    private const int MostMembers = 500;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutGroup body) =>
    [
        .. Check.Text("/name", body.Name, 1, 256),
        .. Check.Present("/members", body.Members),
        .. Check.Count("/members", body.Members, 0, MostMembers),
        .. Check.Each("/members", body.Members, (pointer, member) => [.. Check.Present(pointer, member), .. Check.Email(pointer, member)]),
        .. TeamsChannel.CheckKey("/teams", body.Teams),
        .. DocumentSize.Check("", body),
    ];

    /// <summary>The whole group is replaced; a member named twice counts once.</summary>
    public static Decision<GroupEvent> Decide(string key, PutGroup body)
    {
        FieldError[] errors = [.. Check.Key("key", key)];
        return errors.Length > 0 ? Problem.Validation([.. errors]) : new GroupPut(
            key, body.Name!, [.. body.Members!.Select(EmailAddress.From).Distinct()], body.Teams);
    }
}
