using System.Text.Json.Nodes;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.OpenApi;
using ItsmServerless.ServiceLevels;
using ItsmServerless.Tenants;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.OpenApi;

public sealed class SchemasTests
{
    private readonly Schemas _schemas = new(new XmlSummaries(typeof(ItsmApp).Assembly));

    [Theory]
    [InlineData(typeof(Instant), """{"type":"string","format":"date-time"}""")]
    [InlineData(typeof(Duration), """{"type":"string","format":"duration"}""")]
    [InlineData(typeof(RecordId), """{"type":"string"}""")]
    [InlineData(typeof(EmailAddress), """{"type":"string","format":"email"}""")]
    [InlineData(typeof(byte[]), """{"type":"string","format":"binary"}""")]
    [InlineData(typeof(StepTime), """{"type":["number","string"]}""")]
    [InlineData(typeof(Patch<string>), """{"type":["string","null"]}""")]
    public void Values_AreDescribedAsTheyAreWritten(Type type, string schema) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(schema), _schemas.OfAnswer(type)), _schemas.OfAnswer(type).ToJsonString());

    [Fact]
    public void ValuesOfSeveralTypes_MayBeLeftOut_AsAnyOther()
    {
        _schemas.OfBody(typeof(PutEscalation));
        var step = _schemas.Components()["PutEscalation"]!["properties"]!;

        Assert.Equal("""["number","string","null"]""", step["at"]!["type"]!.ToJsonString());
        Assert.Equal("""["boolean","string","null"]""", step["raisePriority"]!["type"]!.ToJsonString());
    }

    [Fact]
    public void Words_AreListedOnce_AndReferredTo()
    {
        Assert.Equal("#/components/schemas/TaskState", _schemas.OfAnswer(typeof(TaskState))["$ref"]!.GetValue<string>());

        var schema = _schemas.Components()["TaskState"]!;
        Assert.Equal("""["open","in_progress","done","skipped"]""", schema["enum"]!.ToJsonString());
        Assert.Equal("string", schema["type"]!.GetValue<string>());
    }

    [Fact]
    public void ListsAndMaps_SayWhatTheyHold()
    {
        _schemas.OfAnswer(typeof(GroupView));
        _schemas.OfAnswer(typeof(Target));
        var components = _schemas.Components();

        Assert.Equal("email", components["GroupView"]!["properties"]!["members"]!["items"]!["format"]!.GetValue<string>());
        Assert.Equal(
            "duration",
            components["Target"]!["properties"]!["byPriority"]!["additionalProperties"]!["format"]!.GetValue<string>());
    }

    [Fact]
    public void Bodies_RequireWhatTheirRulesRequire_AndRefuseTheRest()
    {
        _schemas.OfBody(typeof(PutPerson));
        var body = _schemas.Components()["PutPerson"]!;

        Assert.Equal("""["name"]""", body["required"]!.ToJsonString());
        Assert.False(body["additionalProperties"]!.GetValue<bool>());
    }

    [Fact]
    public void Answers_AlwaysHaveEveryMember()
    {
        _schemas.OfAnswer(typeof(PersonView));
        var answer = _schemas.Components()["PersonView"]!;

        Assert.Equal(answer["properties"]!.AsObject().Select(member => member.Key),
            answer["required"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    [Fact]
    public void Records_AreDescribedOnce_AndReferredTo()
    {
        var page = _schemas.OfAnswer(typeof(Page<PersonView>));
        var components = _schemas.Components();

        Assert.Equal("#/components/schemas/PageOfPersonView", page["$ref"]!.GetValue<string>());
        Assert.Equal("#/components/schemas/PersonView",
            components["PageOfPersonView"]!["properties"]!["items"]!["items"]!["$ref"]!.GetValue<string>());
    }
}
