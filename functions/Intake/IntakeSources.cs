using System.Buffers.Text;
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
public sealed class IntakeSources(EventLog log, Lists lists, Signer signer, InstallationSettings installation)
{
    private const string Purpose = "intake-source-token";

    /// <summary>The new source with its URL; the same again when the same request is repeated.</summary>
    public async Task<Outcome<IntakeSourceView>> Create(Request<CreateIntakeSource> request, CancellationToken cancel)
    {
        var (id, tenant, body) = (request.NewId(IntakeSource.Prefix), request.Caller.Tenant, request.Body);
        var created = new IntakeSourceCreated(
            tenant, body.Name!, Words<IntakeFormat>.Parse(body.Format)!.Value, body.Defaults?.ToDefaults() ?? new(),
            HashOf(Token(tenant, id, signer.ActiveKey)), signer.ActiveKey);
        var source = await log.Create<IntakeSource, IntakeSourceEvent>(
            request.Command, id, existing => CreateIntakeSource.Decide(existing, created), cancel);
        return source.Map(made => View(made.State, request.Caller));
    }

    /// <summary>One point read.</summary>
    public async Task<Outcome<IntakeSourceView>> Get(Caller caller, string id, CancellationToken cancel)
    {
        if (!RecordId.TryParse(IntakeSource.Prefix, id, out var source))
            return Problem.NotFound($"intake source {id}");
        var found = await log.Get<IntakeSource, IntakeSourceEvent>(caller.Tenant, source.Value, cancel);
        return found.Map(known => View(known.State, caller));
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
    private IntakeSourceView View(IntakeSource source, Caller caller)
    {
        var url = caller.Role == Role.Admin
            ? $"{installation.PublicUrl}/in/{Token(source.Tenant, source.Id, source.SigningKey)}"
            : null;
        return new(source.Id, source.Name, source.Format, source.Defaults, source.CreatedAt, url);
    }
}
