using System.Globalization;
using Azure.Core.Pipeline;
using ItsmServerless.Local;
using ItsmServerless.Local.Hosting;
using ItsmServerless.Tests.Scenarios.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Tests.Benchmarks.Chaos;

/// <summary>The product in bad weather: what the benchmark starts, as a process of its own, and kills.</summary>
internal static class ChaosHost
{
    /// <summary>The name of the program's mode.</summary>
    public const string Name = "chaos-host";

    private const double StorageFaults = 0.05, LostAnswers = 0.01, DeliveredAgain = 0.20;

    /// <summary>What <c>dotnet</c> starts it with.</summary>
    public static IReadOnlyList<string> Command(int seed) =>
        [typeof(ChaosHost).Assembly.Location, Name, seed.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Runs it until it is asked to end; the arguments are the mode, the seed, and the product's own.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        var seed = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        return ProgramRun.RunAsync(
            () => InBadWeather(FunctionApp.Product(), seed),
            services => services.AddSingleton<HttpPipelinePolicy>(new StorageWeather(seed, StorageFaults, LostAnswers)),
            arguments[2..], Environment.GetEnvironmentVariable, Console.Out, Console.Error);
    }

    private static FunctionApp InBadWeather(FunctionApp product, int seed)
    {
        var locks = new LostLocks(seed, DeliveredAgain);
        return product with
        {
            Configure = (worker, configuration) =>
            {
                worker.Use(next => context => locks.Invoke(context, next));
                product.Configure(worker, configuration);
            },
        };
    }
}
