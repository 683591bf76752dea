using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ItsmServerless.Tests.Benchmarks.Intake;

/// <summary>Makes taped storage calls again, on tables of another prefix, with nothing of the product around.</summary>
/// <remarks>Versions of rows are others than they were: conditions on them become <c>*</c>. Tables are asked by the
/// SDK's pipeline, blobs by its client.</remarks>
internal sealed partial class RawReplay(string connectionString, string from, string to)
{
    private static readonly string[] Own = ["Authorization", "x-ms-date", "Date", "Content-Length", "x-ms-client-request-id"];

    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(new TableClientOptions());
    private readonly BlobServiceClient _blobs = new(connectionString);
    private readonly Dictionary<string, string> _account = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);

    private ConcurrentDictionary<string, int> _other = new(StringComparer.Ordinal);

    /// <summary>How many calls since the last time were answered by another status than on the tape.</summary>
    public IReadOnlyDictionary<string, int> TakeOther() => Interlocked.Exchange(ref _other, new(StringComparer.Ordinal));

    /// <summary>One call after the other.</summary>
    public async Task Play(IEnumerable<TapedCall> calls)
    {
        foreach (var call in calls)
        {
            var status = IsBlob(call) ? await Blob(call) : await Table(call);
            if (status != call.Status)
                _other.AddOrUpdate($"{call.Method} {call.Status} {status}", 1, (_, times) => times + 1);
        }
    }

    private bool IsBlob(TapedCall call) =>
        call.Address.AbsoluteUri.StartsWith(_blobs.Uri.AbsoluteUri, StringComparison.Ordinal);

    private async Task<int> Blob(TapedCall call)
    {
        var name = new BlobUriBuilder(call.Address);
        var blob = _blobs.GetBlobContainerClient(Moved(name.BlobContainerName)).GetBlobClient(name.BlobName);
        if (call.Method != RequestMethod.Put)
            return (await blob.DownloadContentAsync()).GetRawResponse().Status;
        var options = new BlobUploadOptions { Conditions = new() };
        return (await blob.UploadAsync(BinaryData.FromBytes(call.Body!), options)).GetRawResponse().Status;
    }

    private async Task<int> Table(TapedCall call)
    {
        using var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = call.Method;
        request.Uri.Reset(new(Moved(call.Address.AbsoluteUri)));
        foreach (var (name, value) in call.Headers)
            if (!Own.Contains(name, StringComparer.OrdinalIgnoreCase))
                request.Headers.SetValue(name, name == "If-Match" ? "*" : value);
        if (call.Body is { } body)
            request.Content = BinaryData.FromString(AnyVersion().Replace(Moved(Encoding.UTF8.GetString(body)), "If-Match: *"));
        Sign(request);
        await _pipeline.SendAsync(message, CancellationToken.None);
        return message.Response.Status;
    }

    /// <summary>Shared Key Lite of the Table service (learn.microsoft.com, authorize-with-shared-key).</summary>
    private void Sign(Request request)
    {
        var (date, name) = (TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture), _account["AccountName"]);
        var text = $"{date}\n/{name}{request.Uri.ToUri().AbsolutePath}";
        var hash = HMACSHA256.HashData(Convert.FromBase64String(_account["AccountKey"]), Encoding.UTF8.GetBytes(text));
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue("Authorization", $"SharedKeyLite {name}:{Convert.ToBase64String(hash)}");
    }

    private string Moved(string text) => text.Replace(from, to, StringComparison.Ordinal);

    [GeneratedRegex("If-Match: [^\r\n]+", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex AnyVersion();
}
