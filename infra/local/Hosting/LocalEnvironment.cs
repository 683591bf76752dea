using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Desk;
using ItsmServerless.Local.Http;

namespace ItsmServerless.Local.Hosting;

/// <summary>What a host stands on: where it listens, what it stores in, which clock it follows, its secrets.</summary>
/// <param name="Url">Without a slash at the end.</param>
/// <param name="ConnectionString">What the storage clients connect with.</param>
/// <param name="Prefix">Put before every table and container name.</param>
/// <param name="Time">The system's clock, or a <see cref="ManualClock"/>.</param>
/// <param name="Quiescence">Knows whether anything is at work.</param>
/// <param name="Secrets">Those of the data directory.</param>
/// <param name="OperatorKey">The operator's credential.</param>
/// <param name="LeaseId">By which this data directory owns the engine's lease.</param>
internal sealed record LocalEnvironment(
    string Url,
    string ConnectionString,
    string Prefix,
    TimeProvider Time,
    Quiescence Quiescence,
    LocalSecrets Secrets,
    string OperatorKey,
    string? LeaseId)
{
    /// <summary>The keys that functions may ask for.</summary>
    public HostKeys Keys { get; } = new(Secrets);

    /// <summary>The clock that can be advanced, if there is one.</summary>
    public ManualClock? ManualClock => Time as ManualClock;

    /// <summary>A table or container of the runtime's own.</summary>
    public string TableName(string name) => Prefix + name;

    /// <summary>The settings the app is given: the sample's, then the environment's, then what this host
    /// decides.</summary>
    public IConfiguration Settings() => new ConfigurationBuilder()
        .AddInMemoryCollection(SampleSettings.Load())
        .AddEnvironmentVariables()
        .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["PublicUrl"] = Url,
            ["Environment"] = "local",
            ["OperatorKey"] = OperatorKey,
            ["Signing:Keys"] = $"local1:{Secrets.SigningKey}",
            ["Storage:ConnectionString"] = ConnectionString,
            ["Storage:Prefix"] = Prefix,
            ["Teams:CaptureUrl"] = $"{Url}{DeskEndpoints.Cards}/",
        })
        .Build();
}
