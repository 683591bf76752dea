using System.Text.RegularExpressions;

namespace ItsmServerless.Local.Azurite;

/// <summary>Where an Azurite listens, as its log says.</summary>
internal sealed partial record AzuriteEndpoints(Uri Blob, Uri Table)
{
    /// <summary>Azurite's published account, the same everywhere, and no secret.</summary>
    /// <remarks>https://learn.microsoft.com/azure/storage/common/storage-use-azurite</remarks>
    private const string Account = "devstoreaccount1";
    private const string PublishedKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>What the storage clients connect with.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={PublishedKey};" +
        $"BlobEndpoint={new Uri(Blob, Account)};TableEndpoint={new Uri(Table, Account)};";

    /// <summary>Reads the log; <see langword="null"/> until both services listen.</summary>
    public static AzuriteEndpoints? Find(string log)
    {
        var listening = Listening().Matches(log)
            .ToDictionary(line => line.Groups["service"].Value, line => line.Groups["at"].Value);
        return listening.TryGetValue("Blob", out var blob) && listening.TryGetValue("Table", out var table)
            ? new AzuriteEndpoints(new Uri(blob), new Uri(table))
            : null;
    }

    /// <summary>Whether an Azurite answers at both.</summary>
    public async Task<bool> AnswerAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        return await AnswersAsync(client, Blob, "Azurite-Blob", cancellationToken)
            && await AnswersAsync(client, Table, "Azurite-Table", cancellationToken);
    }

    private static async Task<bool> AnswersAsync(
        HttpClient client, Uri service, string name, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(service, cancellationToken);
            return answer.Headers.Server.ToString().StartsWith(name, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"Azurite (?<service>\w+) service is successfully listening at (?<at>http://\S+)",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
