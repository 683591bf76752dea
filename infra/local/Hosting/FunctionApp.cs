using ItsmServerless.Kernel.Outbox;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Hosting;

/// <summary>What is hosted.</summary>
/// <param name="Catalog">Its functions.</param>
/// <param name="Configure">The composition of its services and middleware.</param>
/// <param name="IsBusy">Whether work is under way that no trigger knows of.</param>
internal sealed record FunctionApp(
    FunctionCatalog Catalog,
    Action<IFunctionsWorkerApplicationBuilder, IConfiguration> Configure,
    Func<IServiceProvider, bool> IsBusy)
{
    /// <summary>The product.</summary>
    public static FunctionApp Product() =>
        new(FunctionCatalog.Of(typeof(ItsmApp).Assembly), ItsmApp.Configure, IsProductBusy);

    /// <summary>Between commit and publication, and until the first sweep has taken up what a crash left.</summary>
    private static bool IsProductBusy(IServiceProvider services) =>
        !services.GetRequiredService<OutboxPump>().IsIdle
        || !services.GetRequiredService<StartupSweep>().Done.IsCompleted;
}
