using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace ItsmServerless.Kernel.Storage;

/// <summary>Where the product's data lies: a connection string, or an account reached by managed identity.</summary>
/// <param name="Prefix">Put before every table and container name; empty but in tests that share an account.</param>
public sealed record StorageSettings(string? ConnectionString, string? AccountName, string Prefix)
{
    /// <summary>The Table service, every call passing the given policies (tracing, counting, faults) once per
    /// try.</summary>
    public TableServiceClient Tables(IEnumerable<HttpPipelinePolicy> policies) => ConnectionString is { } secret
        ? new(secret, With(new TableClientOptions(), policies))
        : new(new Uri($"https://{AccountName}.table.core.windows.net"), new DefaultAzureCredential(), With(new TableClientOptions(), policies));

    /// <summary>The Blob service, every call passing the given policies once per try.</summary>
    public BlobServiceClient Blobs(IEnumerable<HttpPipelinePolicy> policies) => ConnectionString is { } secret
        ? new(secret, With(new BlobClientOptions(), policies))
        : new(new Uri($"https://{AccountName}.blob.core.windows.net"), new DefaultAzureCredential(), With(new BlobClientOptions(), policies));

    private static TOptions With<TOptions>(TOptions options, IEnumerable<HttpPipelinePolicy> policies) where TOptions : ClientOptions
    {
        foreach (var policy in policies) options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(3);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
        return options;
    }
}
