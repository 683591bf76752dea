using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>The product with a manual clock, a tenant, and two mailboxes that deliver to it.</summary>
public sealed class MailRig(StorageFixture storage) : IAsyncLifetime
{
    private readonly StorageScope _scope = storage.Scope();
    private readonly Action<IServiceCollection>? _overrides;
    private LocalHost? _host;
    private int _mails;

    /// <summary>The same with other services.</summary>
    internal MailRig(StorageFixture storage, Action<IServiceCollection> overrides)
        : this(storage) => _overrides = overrides;

    /// <summary>The key of role admin.</summary>
    internal Caller Admin { get; private set; } = null!;

    /// <summary>A mail server: it has no credential but the URL.</summary>
    internal Caller Server { get; private set; } = null!;

    /// <summary>The path of a mailbox.</summary>
    internal string Mailbox { get; private set; } = "";

    /// <summary>The path of another mailbox of the same tenant.</summary>
    internal string OtherMailbox { get; private set; } = "";

    private LocalHost Host => _host ?? throw new InvalidOperationException("The product did not start.");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var options = new LocalOptions { Port = 0, Ephemeral = true, ManualClock = true };
        _host = await LocalHost.StartAsync(
            options with { Storage = _scope.ConnectionString, Prefix = _scope.Prefix }, _overrides);
        (Admin, Server) = (new(new Uri(Host.Url), Host.ApiKey), new(new Uri(Host.Url), key: null));
        (Mailbox, OtherMailbox) = (await Open(Admin), await Open(Admin));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        Server?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        await _scope.DisposeAsync();
    }

    /// <summary>Opens a mailbox and gives the path of its URL.</summary>
    internal static async Task<string> Open(Caller admin, object? defaults = null)
    {
        var source = await admin.Post("/v1/intake-sources", new { name = "Mailbox", format = "mime", defaults });
        return new Uri(source.Expect(HttpStatusCode.Created).GetProperty("url").GetString()!).AbsolutePath;
    }

    /// <summary>A person's key of role requester.</summary>
    internal async Task<Caller> As(string person)
    {
        var made = await Admin.Post("/v1/api-keys", new { name = "p", role = "requester", person });
        return new(new Uri(Host.Url), made.Expect(HttpStatusCode.Created).GetProperty("secret").GetString()!);
    }

    /// <summary>An address that no other test has.</summary>
    internal string Person(string name) => $"{name}{Interlocked.Increment(ref _mails)}@example.org";

    /// <summary>A message id that no other test has.</summary>
    internal string NewMessageId() => $"m{Interlocked.Increment(ref _mails)}@example.org";

    /// <summary>Delivers a mail and waits until everything that follows has been done.</summary>
    /// <returns>The receipt as it is then.</returns>
    internal async Task<JsonElement> Deliver(string mail, string? mailbox = null)
    {
        var receipt = ReceiptIn((await Post(Server, mailbox ?? Mailbox, mail)).Expect(HttpStatusCode.Accepted));
        await Host.WhenQuiet();
        return await Read($"/v1/intake/receipts/{receipt}");
    }

    /// <summary>Waits until everything that follows has been done.</summary>
    internal Task Quiet() => Host.WhenQuiet();

    /// <summary>Moves the clock, and waits for what became due.</summary>
    internal Task Advance(TimeSpan by) => Host.AdvanceAsync(by);

    /// <summary>A key of another role.</summary>
    internal async Task<Caller> Key(string role)
    {
        var key = (await Admin.Post("/v1/api-keys", new { name = role, role })).Expect(HttpStatusCode.Created);
        return new(new Uri(Host.Url), Text(key, "secret"));
    }

    internal static Task<Answer> Post(Caller server, string path, string mail, string type = "message/rfc822") =>
        Post(server, path, Encoding.UTF8.GetBytes(mail), type);

    internal static Task<Answer> Post(Caller server, string path, byte[] mail, string type) => server.Post(
        path, new ByteArrayContent(mail) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } });

    internal static string ReceiptIn(JsonElement answer) =>
        answer.GetProperty("receipts")[0].GetProperty("id").GetString()!;

    /// <summary>The incident that a receipt became or is a part of.</summary>
    internal static string RecordOf(JsonElement receipt) => receipt.GetProperty("record").GetString()!;

    internal static string? Text(JsonElement json, string property) => json.GetProperty(property).GetString();

    internal async Task<JsonElement> Read(string path) => (await Admin.Get(path)).Expect(HttpStatusCode.OK);

    internal async Task<JsonElement[]> Items(string path) =>
        [.. (await Read(path)).GetProperty("items").EnumerateArray()];

    /// <summary>The types of what happened to an incident.</summary>
    internal async Task<string?[]> Timeline(string incident) =>
        [.. (await Items($"/v1/incidents/{incident}/timeline")).Select(happened => Text(happened, "type"))];

    /// <summary>The mails we sent to a person, oldest first.</summary>
    internal Task<JsonElement[]> MailsTo(string person) => Items($"/_local/mail?to={Uri.EscapeDataString(person)}");

    /// <summary>A mail as a person writes one.</summary>
    internal static string Mail(
        string from, string messageId, string text, string subject = "Printer on fire", string more = "") =>
        $"From: {from}\r\nTo: desk@itsm.localhost\r\nSubject: {subject}\r\nMessage-ID: <{messageId}>\r\n" +
        $"{more}\r\n{text}\r\n";

    /// <summary>The header lines of an answer to one of our mails.</summary>
    internal static string AnswerTo(JsonElement sent)
    {
        var headers = sent.GetProperty("headers");
        var address = Text(headers, "Reply-To")!.Split('<', '>')[1];
        return $"Cc: {address}\r\nIn-Reply-To: {Text(headers, "Message-Id")}\r\n";
    }
}
