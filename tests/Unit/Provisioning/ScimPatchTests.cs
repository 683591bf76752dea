using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Provisioning;
using Xunit;

namespace ItsmServerless.Tests.Unit.Provisioning;

/// <summary>Operations of PATCH in the ways of Entra ID, Okta and RFC 7644, 3.5.2.</summary>
public sealed class ScimPatchTests
{
    private const string Ann = """
        {"userName":"ann","displayName":"Ann","active":true,"name":{"givenName":"Ann","familyName":"Smith"},
         "emails":[{"value":"ann@corp.example","type":"work","primary":true}],
         "members":[{"value":"per_a"},{"value":"per_b"}]}
        """;

    [Theory]
    [InlineData("""{"op":"Replace","path":"active","value":"False"}""", "active", "\"False\"")]
    [InlineData("""{"op":"replace","value":{"ACTIVE":false}}""", "active", "false")]
    [InlineData("""{"op":"Add","path":"name.givenName","value":"Anna"}""", "name", """{"givenName":"Anna","familyName":"Smith"}""")]
    [InlineData("""{"op":"replace","path":"name","value":{"familyName":"Miller"}}""", "name", """{"givenName":"Ann","familyName":"Miller"}""")]
    [InlineData("""{"op":"Remove","path":"name.givenName"}""", "name", """{"familyName":"Smith"}""")]
    [InlineData("""{"op":"remove","path":"displayName"}""", "displayName", null)]
    [InlineData("""{"op":"Replace","path":"emails[type eq \"work\"].value","value":"a@x.example"}""", "emails",
        """[{"value":"a@x.example","type":"work","primary":true}]""")]
    [InlineData("""{"op":"Add","path":"emails[type eq \"home\"].value","value":"a@x.example"}""", "emails",
        """[{"value":"ann@corp.example","type":"work","primary":true},{"type":"home","value":"a@x.example"}]""")]
    [InlineData("""{"op":"Add","path":"members","value":[{"value":"per_b"},{"value":"per_c"},{"value":"per_c"}]}""", "members",
        """[{"value":"per_a"},{"value":"per_b"},{"value":"per_c"}]""")]
    [InlineData("""{"op":"Remove","path":"members[value eq \"per_a\"]"}""", "members", """[{"value":"per_b"}]""")]
    [InlineData("""{"op":"Remove","path":"members","value":[{"value":"per_a"}]}""", "members", """[{"value":"per_b"}]""")]
    [InlineData("""{"op":"remove","path":"members"}""", "members", "[]")]
    [InlineData("""{"op":"Replace","path":"members","value":[{"value":"per_c"}]}""", "members", """[{"value":"per_c"}]""")]
    [InlineData("""{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"per_b"}""",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", """{"manager":"per_b"}""")]
    [InlineData("""{"op":"add","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":"per_b"}}}""",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", """{"manager":"per_b"}""")]
    public void Operation_IsApplied(string operation, string attribute, string? becomes)
    {
        var after = Apply(operation).Value;
        Assert.Equal(becomes, after[attribute]?.ToJsonString());
    }

    [Fact]
    public void Operations_AreApplied_InTheirOrder()
    {
        var after = Apply("""{"op":"add","path":"displayName","value":"One"},{"op":"replace","path":"displayName","value":"Two"}""");
        Assert.Equal("Two", after.Value["displayName"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("", "invalidSyntax")]
    [InlineData("1", "invalidSyntax")]
    [InlineData("""{"op":"move","path":"active"}""", "invalidSyntax")]
    [InlineData("""{"path":"active","value":true}""", "invalidSyntax")]
    [InlineData("""{"op":"remove"}""", "noTarget")]
    [InlineData("""{"op":"replace","value":"x"}""", "noTarget")]
    [InlineData("""{"op":"replace","path":"emails[type","value":"x"}""", "invalidPath")]
    public void OtherOperations_AreRefused(string operations, string type) =>
        Assert.Equal(type, Assert.Single(Apply(operations).Problem!.Errors).Code);

    [Fact]
    public void Members_ThatMayBeNew_AreThoseOfValues()
    {
        var body = Body("""
            {"op":"Add","path":"members","value":[{"value":"per_a"}]},{"op":"Add","value":{"members":[{"value":"per_b"}]}},
            {"op":"Remove","path":"members[value eq \"per_c\"]"}
            """);
        Assert.Equal(["per_a", "per_b"], ScimPatch.Members(body));
    }

    /// <summary>Any operations on any resource are applied or refused, and what comes of it is read or refused: never an
    /// exception.</summary>
    [Fact]
    public void AnyOperations_AreAppliedOrRefused() => Operations.Sample(
        operations =>
        {
            var body = $$"""{"Operations":[{{string.Join(',', operations)}}]}""";
            var applied = ScimBody.Parse(Encoding.UTF8.GetBytes(body)).Then(read => ScimPatch.Apply(Parse(Ann), read));
            if (applied.Problem is not null) return;
            _ = ScimUser.Read(applied.Value);
            _ = ScimGroup.Read(applied.Value);
        },
        iter: 20_000);

    private static readonly Gen<string> Values = Texts.One(
        "null", "true", "\"False\"", "\"x\"", "1", "[]", "{}", """{"value":"per_a"}""", """[{"value":"per_a"},"per_b",null,1]""",
        """{"active":"False","emails":"a@x.example","name":{"givenName":1},"members":{"value":"per_z"}}""",
        """{"name.givenName":"A","emails[type eq \"work\"].value":2}""");

    private static Gen<string[]> Operations { get; } = Gen.Select(
        Texts.One("add", "Replace", "REMOVE", "move", ""), Gen.OneOf(Texts.Path, Texts.One("emails", "members", "name", "active")),
        Values, Gen.Int[0, 3], (op, path, value, shape) => new JsonObject
        {
            ["op"] = op,
            [shape == 0 ? "other" : "path"] = path,
            [shape == 1 ? "nothing" : "value"] = JsonNode.Parse(value),
        }.ToJsonString()).Array[0, 6];

    private static Outcome<JsonObject> Apply(string operations) => ScimPatch.Apply(Parse(Ann), Body(operations));

    private static JsonObject Body(string operations) => Parse($$"""{"Operations":[{{operations}}]}""");

    private static JsonObject Parse(string json) =>
        ScimBody.Parse(Encoding.UTF8.GetBytes(json)) is var read && read.Problem is { } problem
            ? throw new InvalidOperationException(problem.Detail)
            : read.Value;
}
