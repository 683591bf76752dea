using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Tenants;

/// <summary>The operator takes on a customer.</summary>
public sealed record CreateTenant(string? Slug, string? Name, string? Plan) : IBody<CreateTenant>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CreateTenant body) =>
    [
        .. Check.Present("/slug", body.Slug),
        .. Check.That(body.Slug is null || IsSlug(body.Slug), "/slug", "slug", "/slug is 2 to 39 characters: a lower-case letter, then lower-case letters, digits or hyphens."),
        .. Check.Text("/name", body.Name, 1, 256),
        .. Check.Present("/plan", body.Plan),
        .. Check.OneOf("/plan", body.Plan, Plans.All),
    ];

    /// <summary>A tenant is created once; its slug was claimed before.</summary>
    public static Decision<TenantEvent> Decide(Tenant? state, CreateTenant body) => state is null
        ? new TenantCreated(body.Slug!, body.Name!, body.Plan!)
        : new Problem(ProblemCode.AlreadyExists, $"The tenant {state.Slug} exists already.");

    private static bool IsSlug(string slug) => slug.Length is >= 2 and <= 39 && char.IsAsciiLetterLower(slug[0]) &&
        slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

/// <summary>The plans there are.</summary>
public static class Plans
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> All { get; } = ["free", "standard", "unlimited"];
}

/// <summary>A tenant as the operator sees it right after it was made: with its first key, shown this once.</summary>
public sealed record NewTenantView(RecordId Id, string Slug, string Name, string Plan, TenantState State, NewKeyView ApiKey);

/// <summary>A key right after it was made.</summary>
/// <param name="Secret">The credential itself; it cannot be read again.</param>
public sealed record NewKeyView(RecordId Id, string Secret);

/// <summary>Makes a tenant: slug, tables, first key, record. Each step may be repeated, so that the same request
/// finishes what a crash left.</summary>
public sealed class TenantMaker(
    EventLog log, SlugClaims slugs, TenantTables tables, TenantStates states, KeyMaker keys)
{
    /// <summary>The tenant with its admin key, or <c>slug_taken</c>.</summary>
    public async Task<Outcome<NewTenantView>> Make(Request<CreateTenant> request, CancellationToken cancel)
    {
        var id = request.NewId(TenantId.Prefix);
        var tenant = TenantId.From(id.Value);
        if (await IsOver(request, id, cancel) is { } over) return over;
        if (await slugs.Claim(request.Body.Slug!, id, request.Command.At, cancel) is { } taken) return taken;
        await tables.Ensure(tenant, cancel);
        var made = await log.Create<Tenant, TenantEvent>(request.Command, id, state => CreateTenant.Decide(state, request.Body), cancel);
        states.Forget(tenant);
        return await made.Then(record => WithKey(record.State, request.Command, cancel));
    }

    /// <summary>The same request as the one that made a tenant which left since: it is not made again.</summary>
    private async Task<Problem?> IsOver(Request<CreateTenant> request, RecordId id, CancellationToken cancel)
    {
        var known = request.IdempotencyKey is null ? null : await log.Find<Tenant, TenantEvent>(TenantId.Operator, id, cancel);
        return known?.State.State is TenantState.Ending or TenantState.Ended
            ? new(ProblemCode.AlreadyExists, $"The tenant {known.State.Slug} was made with this Idempotency-Key, and off-boarded; use another.")
            : null;
    }

    private async Task<Outcome<NewTenantView>> WithKey(Tenant tenant, CommandContext command, CancellationToken cancel)
    {
        var first = command with { Tenant = tenant.Tenancy, Id = CommandId.FromCause("first-key"), Fingerprint = "", MayRepeat = true, KeepsAnswer = false };
        var key = await keys.Make(first, UlidText.FromKey(ApiKey.Prefix, tenant.Tenancy, "first-key"), new("admin", "admin", null, null), cancel);
        return key.Map(made => new NewTenantView(tenant.Id, tenant.Slug, tenant.Name, tenant.Plan, tenant.State, new(made.Key.Id, made.Secret)));
    }
}
