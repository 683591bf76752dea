using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Hosting;

/// <summary>What is hosted: functions, and the composition of their services and middleware.</summary>
internal sealed record FunctionApp(
    FunctionCatalog Catalog, Action<IFunctionsWorkerApplicationBuilder, IConfiguration> Configure)
{
    /// <summary>The product.</summary>
    public static FunctionApp Product() =>
        new(FunctionCatalog.Of(typeof(ItsmApp).Assembly), ItsmApp.Configure);
}
