using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
using ItsmServerless.Tenants.Exports;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Tenants;

public sealed partial class ExportRulesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 9, 0);
    private static readonly RecordId Id = new("exp_1");

    /// <summary>Named like secrets, and none.</summary>
    private static readonly string[] Harmless = ["ContentHash", "Sha256", "SigningKey", "Key", "KeyId", "Keys"];

    [Fact]
    public void Secrets_OfEvents_AreMarked() => Assert.Empty(
        from type in typeof(ItsmApp).Assembly.GetTypes()
        where type.IsDefined(typeof(EventTypeAttribute)) || IsState(type)
        from property in type.GetProperties()
        where LooksSecret().IsMatch(property.Name) && !Harmless.Contains(property.Name) && !property.IsDefined(typeof(SecretAttribute))
        select $"{type.Name}.{property.Name}: mark it [Secret], or name it another way");

    [Fact]
    public void Line_OfARecord_HasNoSecret_AndKeepsTheChain()
    {
        var data = JsonSerializer.SerializeToElement(new { name = "ci", hash = "c0ffee", keyId = "k" });
        var stored = new StoredEvent(1, "api_key.created", Now, Actor.System, data, "aa", "00");
        var record = new WholeRecord(new("key_1"), "api_key", 1, Encoding.UTF8.GetBytes("""{"hash":"c0ffee","name":"ci"}"""), [stored]);

        var line = JsonSerializer.Deserialize<JsonElement>(ExportLines.Of(record, SecretMembers.Of(typeof(ApiKey))).Span);

        Assert.DoesNotContain("c0ffee", line.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(ExportLines.Redacted, line.GetProperty("state").GetProperty("hash").GetString());
        var shown = line.GetProperty("events")[0];
        Assert.Equal((ExportLines.Redacted, "aa"), (shown.GetProperty("data").GetProperty("hash").GetString(), shown.GetProperty("hash").GetString()));
    }

    [Fact]
    public void Start_WhileAnotherIsMade_IsRefused()
    {
        var running = new Export(new("exp_0"), ExportState.Running, ExportProgress.None, null, Now, Now, null, null);
        Assert.Equal(ProblemCode.InProgress, StartExport.Decide(null, running).Refusal!.Code);
        Assert.Equal(ProblemCode.AlreadyExists, StartExport.Decide(running, null).Refusal!.Code);
        Assert.IsType<ExportRequested>(Assert.Single(StartExport.Decide(null, null).Events));
    }

    [Theory]
    [InlineData(ExportState.Running, 23, true)]
    [InlineData(ExportState.Running, 25, false)]
    [InlineData(ExportState.Completed, 1, false)]
    [InlineData(ExportState.Failed, 1, false)]
    public void Running_IsWhatMoves(ExportState state, int hours, bool expected) => Assert.Equal(expected, StartExport.IsRunning(
        new(Id, state, ExportProgress.None, null, Now, Now, null, null), Now + Duration.FromHours(hours)));

    [Fact]
    public void Link_SaysWhatItOpens_AndNothingElseIsTaken()
    {
        var links = new ExportLinks(new Signer(KeyRing.Parse("k1:" + Convert.ToBase64String(new byte[32]))), new("https://desk.example", "test"));
        var link = new ExportLink(new("ten_1"), Id, Now, IsFinal: true);
        var token = links.Of(link)["https://desk.example/exports/".Length..];

        Assert.Equal(link, links.Read(token));
        Assert.Null(links.Read(token + "A"));
        Assert.Null(links.Read(token.Replace('.', '-')));
        Assert.Null(links.Read(""));
    }

    private static bool IsState(Type type) => type.GetInterfaces().Any(
        each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IRecord<,>));

    [GeneratedRegex("Hash|Sealed|Secret|Token|Password|Keys?$", RegexOptions.CultureInvariant)]
    private static partial Regex LooksSecret();
}
