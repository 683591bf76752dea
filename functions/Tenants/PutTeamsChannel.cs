using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants;

/// <summary>An admin makes or replaces a Teams channel.</summary>
/// <param name="Url">The address that Teams Workflows gave for it. A credential: it is not shown again.</param>
public sealed record PutTeamsChannel(string? Name, string? Url) : IBody<PutTeamsChannel>
{
    private const int LongestUrl = 2_048;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutTeamsChannel body) =>
    [
        .. Check.Text("/name", body.Name, 1, 256),
        .. Check.Text("/url", body.Url, 1, LongestUrl),
        .. Check.That(
            body.Url?.All(c => c is > ' ' and < '\x7f') is not false, "/url", "url",
            "/url has characters that addresses have not."),
    ];

    /// <summary>The whole channel is replaced.</summary>
    /// <param name="sealedUrl">The address, sealed; null when cards may not go there.</param>
    public static Decision<TeamsChannelEvent> Decide(string key, PutTeamsChannel body, string? sealedUrl)
    {
        FieldError[] errors =
        [
            .. Check.Key("key", key),
            .. Check.That(
                sealedUrl is not null, "/url", "not_allowed", "/url is not the https address of a Teams workflow."),
        ];
        return errors.Length > 0
            ? Problem.Validation([.. errors])
            : new TeamsChannelPut(key, body.Name!, sealedUrl!, Shown(body.Url!));
    }

    private static string Shown(string url) => new Uri(url).GetLeftPart(UriPartial.Authority) + "/…";
}

/// <summary>An admin ends a channel.</summary>
public static class DeleteTeamsChannel
{
    /// <summary>Whoever still refers to it is told by mail alone.</summary>
    public static Decision<TeamsChannelEvent> Decide(TeamsChannel? state) =>
        state is null ? Problem.NotFound("such Teams channel") : new TeamsChannelDeleted();
}
