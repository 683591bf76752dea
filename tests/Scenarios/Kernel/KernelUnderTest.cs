using Azure.Core.Pipeline;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outbox;
using ItsmServerless.Kernel.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ItsmServerless.Tests.Scenarios.Kernel;

/// <summary>The app's own composition over a storage account, as one process would have it, without a host around.</summary>
internal sealed class KernelUnderTest : IFunctionsWorkerApplicationBuilder, IAsyncDisposable
{
    private readonly ServiceProvider provider;

    public KernelUnderTest(string connectionString, string prefix, RecordingBus bus, params HttpPipelinePolicy[] policies)
        : this(connectionString, prefix, bus, TimeProvider.System, policies)
    {
    }

    public KernelUnderTest(
        string connectionString, string prefix, RecordingBus bus, TimeProvider time, params HttpPipelinePolicy[] policies)
    {
        Services.AddSingleton(time).AddLogging().AddSingleton<ServiceBusClient>(bus).AddSingleton<HttpPipelinePolicy>(Faults);
        foreach (var policy in policies) Services.AddSingleton(policy);
        ItsmApp.Configure(this, Configuration(connectionString, prefix));
        Services.AddSingleton(RecordKind.Of<Tally, TallyEvent>("tal"));
        provider = Services.BuildServiceProvider();
    }

    public IServiceCollection Services { get; } = new ServiceCollection();

    public Faults Faults { get; } = new();

    public EventLog Log => provider.GetRequiredService<EventLog>();

    public Lists Lists => provider.GetRequiredService<Lists>();

    public Sweeper Sweeper => provider.GetRequiredService<Sweeper>();

    public Healing Healing => provider.GetRequiredService<Healing>();

    public OutboxPump Pump => provider.GetRequiredService<OutboxPump>();

    public Tables Tables => provider.GetRequiredService<Tables>();

    /// <summary>Any other service of the app.</summary>
    public T Get<T>() where T : notnull => provider.GetRequiredService<T>();

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => this;

    /// <summary>A command of somebody in the tenant.</summary>
    public static CommandContext Command(TenantId tenant, CommandId id, Instant at) => CommandContext.Internal(tenant, id, at);

    public ValueTask DisposeAsync() => provider.DisposeAsync();

    private static IConfiguration Configuration(string connectionString, string prefix) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Storage:ConnectionString"] = connectionString,
        ["Storage:Prefix"] = prefix,
        ["Environment"] = "local",
        ["PublicUrl"] = "http://127.0.0.1",
        ["OperatorKey"] = new string('o', 32),
        ["Signing:Keys"] = "k1:" + Convert.ToBase64String(new byte[32]),
        ["Mail:Domain"] = "itsm.localhost",
        ["Mail:AuthenticationServer"] = "mx.itsm.localhost",
        ["Mail:From"] = "desk@itsm.localhost",
        ["Mail:DeskAddress"] = "desk@itsm.localhost",
        ["Smtp:Host"] = "127.0.0.1",
        ["Smtp:Port"] = "25",
        ["Teams:AllowedHosts"] = ".logic.azure.com",
        ["Limits:LeastUnderWay"] = "256", // Nothing is refused because the machine is busy.
        ["Limits:BacklogSeconds"] = "86400",
    }).Build();
}
