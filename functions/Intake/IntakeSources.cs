using System.Buffers.Text;
using ItsmServerless.Intake.Signing;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Intake;

/// <summary>A tenant's sources and their URLs.</summary>
/// <remarks>The token of a URL is derived from the source's id by the installation's signing key: 256 bits that nobody
/// can guess, and that are stored nowhere but as a hash (docs/decisions/0004).</remarks>
public sealed class IntakeSources(
    EventLog log, Lists lists, Signer signer, MessageProof proof, InstallationSettings installation)
{
    private const string Purpose = "intake-source-token";

    /// <summary>The new source with its URL; the same again when the same request is repeated.</summary>
    public async Task<Outcome<IntakeSourceView>> Create(Request<CreateIntakeSource> request, CancellationToken cancel)
    {
        var (id, tenant, body) = (request.NewId(IntakeSource.Prefix), request.Caller.Tenant, request.Body);
        var created = new IntakeSourceCreated(
            tenant, body.Name!, Words<IntakeFormat>.Parse(body.Format)!.Value, body.Defaults?.ToDefaults() ?? new(),
            HashOf(Token(tenant, id, signer.ActiveKey)), signer.ActiveKey, body.Alerts?.ToSettings(), body.Mapping,
            body.Secret is { } secret ? proof.Seal(id, secret) : null);
        var source = await log.Create<IntakeSource, IntakeSourceEvent>(
            request.Command, id, existing => CreateIntakeSource.Decide(existing, created), cancel);
        return source.Map(made => View(made.State, request.Caller));
    }

    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<IntakeSource>>> Get(Caller caller, string id, CancellationToken cancel) =>
        RecordId.TryParse(IntakeSource.Prefix, id, out var source)
            ? log.Get<IntakeSource, IntakeSourceEvent>(caller.Tenant, source.Value, cancel)
            : Task.FromResult<Outcome<Versioned<IntakeSource>>>(Problem.NotFound($"intake source {id}"));

    /// <summary>Changes a source; its URL stays.</summary>
    public Task<Outcome<Versioned<IntakeSource>>> Edit(
        Request<EditIntakeSource> request, string id, CancellationToken cancel)
    {
        var unknown = Problem.NotFound($"intake source {id}");
        if (!RecordId.TryParse(IntakeSource.Prefix, id, out var source))
            return Task.FromResult<Outcome<Versioned<IntakeSource>>>(unknown);
        var secret = request.Body.Secret is { } text ? proof.Seal(source.Value, text) : null;
        return log.Execute<IntakeSource, IntakeSourceEvent>(request.Command, source.Value, known => known is null
            ? unknown
            : EditIntakeSource.Decide(known, request.Body, secret, request.Command.At), cancel);
    }

    /// <summary>One query over the rows of sources.</summary>
    public Task<Outcome<Page<IntakeSourceView>>> List(Caller caller, Paging paging, CancellationToken cancel) =>
        lists.Read(caller.Tenant, [new(TableNames.Settings, [IntakeSource.ListPartition])], paging,
            row => View(SettingsRow.Read<IntakeSource>(row), caller), cancel);

    /// <summary>Under which a token is looked up: 128 bits of its SHA-256.</summary>
    internal static string HashOf(string token) => KeyText.Hash(token);

    private string Token(TenantId tenant, RecordId id, string key) =>
        Base64Url.EncodeToString(signer.Derive(Purpose, key, $"{tenant}/{id}"));

    /// <summary>The URL is a credential: only those see it who may make one.</summary>
    public IntakeSourceView View(IntakeSource source, Caller caller)
    {
        var url = caller.Role == Role.Admin
            ? $"{installation.PublicUrl}/in/{Token(source.Tenant, source.Id, source.SigningKey)}"
            : null;
        return new(
            source.Id, source.Name, source.Format, source.Defaults, source.CreatedAt, url, source.Alerts,
            source.Mapping, source.Secrets.Count > 0, source.Version);
    }
}
