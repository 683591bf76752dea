using System.Text.Json;
using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Provisioning;

/// <summary>Reads bodies of SCIM: names of attributes in any case (RFC 7643, 2.1), what is not kept is let pass.</summary>
public sealed class ScimBody(Api api)
{
    private const int Largest = 1 << 20;
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    /// <summary>The command with its body; or 413, 415, or 400 <c>invalidSyntax</c>.</summary>
    public async Task<Outcome<Request<JsonObject>>> Read(HttpRequest request)
    {
        if (!RequestBody.Is(request.ContentType, ScimAnswer.MediaType) && !RequestBody.Is(request.ContentType, "application/json"))
            return new Problem(ProblemCode.UnsupportedMediaType, $"Content-Type must be {ScimAnswer.MediaType}.");
        if ((await RequestBody.Bytes(request, Largest)).IsRefused(out var tooLarge, out var bytes)) return tooLarge;
        return Parse(bytes).Then(body => api.BindRead(request, body, bytes));
    }

    /// <summary>The same for a request without a body.</summary>
    public Outcome<Request<JsonObject>> None(HttpRequest request) => api.BindRead(request, new JsonObject(), []);

    /// <summary>An object, or why it is none.</summary>
    internal static Outcome<JsonObject> Parse(byte[] utf8)
    {
        if (JsonScan.Find(utf8) is { } flaw) return flaw;
        try
        {
            return JsonNode.Parse(utf8, AnyCase) is JsonObject body && Touched(body) ? body : NoObject();
        }
        catch (Exception refused) when (refused is JsonException or ArgumentException)
        {
            return NoObject(); // Names that differ in case alone are doubled, which shows when they are looked at.
        }
    }

    /// <summary>The same object, with names in any case.</summary>
    internal static JsonObject Copy(JsonObject shown) => JsonNode.Parse(shown.ToJsonString(), AnyCase)!.AsObject();

    private static Problem NoObject() => new(ProblemCode.InvalidJson, "The body is not an object, or names an attribute twice.");

    /// <summary>Looks at every member, for they are read only then.</summary>
    private static bool Touched(JsonNode? node) => node switch
    {
        JsonObject members => members.All(member => Touched(member.Value)),
        JsonArray items => items.All(Touched),
        _ => true,
    };
}
