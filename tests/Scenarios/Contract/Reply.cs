using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>An answer, read whole.</summary>
internal sealed record Reply(int Status, byte[] Bytes, HttpResponseHeaders Headers, string? MediaType)
{
    private static readonly string[] Members = ["type", "title", "status", "detail", "code", "traceId", "errors"];
    private static readonly string[] ScimMembers = ["schemas", "status", "scimType", "detail", "code"];

    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode? Json => JsonNode.Parse(Bytes);

    /// <summary>The problem's code; null for none, and of an answer to HEAD.</summary>
    public string? Code => (IsProblem || IsScim) && Bytes.Length > 0 ? Json!["code"]!.GetValue<string>() : null;

    /// <summary>Refusals of SCIM are documents of SCIM (RFC 7644, 3.12), with the problem's code beside.</summary>
    private bool IsScim => MediaType == "application/scim+json" && Status >= 400;

    private bool IsProblem => MediaType == "application/problem+json";

    public static async Task<Reply> Of(HttpResponseMessage response) => new((int)response.StatusCode,
        await response.Content.ReadAsByteArrayAsync(), response.Headers, response.Content.Headers.ContentType?.MediaType);

    /// <summary>What is wrong with it, when it should be this refusal; <see langword="null"/> when it is.</summary>
    public string? NotRefusedWith(int status, string code) =>
        Status != status || Code != code ? $"{Status} {Code} instead of {status} {code}: {Start}" : Malformed();

    /// <summary>What is wrong with it, when it should be some refusal of the caller's fault.</summary>
    public string? NotRefused() => Status is >= 400 and < 500 ? Malformed() : $"{Status} is no refusal: {Start}";

    /// <summary>What is wrong with it, when it may be a success or a refusal, but never a failure.</summary>
    public string? Failed() => Status >= 500 ? $"{Status}: {Start}" : Malformed();

    /// <summary>A refusal is a problem document (RFC 9457) that tells of no insides.</summary>
    private string? Malformed()
    {
        if (Status < 400 || MediaType == "text/html")
            return null;
        if (!IsProblem && !IsScim)
            return $"{Status} is {MediaType}, not a problem document";
        var problem = Json!.AsObject();
        if ((IsScim ? ScimMembers : Members).FirstOrDefault(member => !problem.ContainsKey(member)) is { } missing)
            return $"{Status} has no {missing}";
        return Text.Contains("   at ", StringComparison.Ordinal) ? $"{Status} shows a stack trace" : null;
    }

    private string Start => Text[..Math.Min(Text.Length, 300)];
}
