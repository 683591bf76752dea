using System.Text;
using System.Text.Json;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Http;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class PutApprovalPolicyTests
{
    private const string Whole = """
        {"match":{"type":["normal"],"riskLevel":["high"],"service":["network"]},"stages":[{"name":"CAB",
        "approvers":["ann@acme.example","group:cab"],"quorum":{"kind":"percent","value":60},"rejectOn":"any",
        "timeout":"P3D","onTimeout":"escalate","escalateTo":["boss@acme.example"],"remindEvery":"P1D"}]}
        """;

    [Fact]
    public void Put_OfEverything_IsRead()
    {
        var put = Put(Whole);
        Assert.Equal(("normal", "high", "network"), (put.Match.Type[0], put.Match.RiskLevel[0], put.Match.Service[0]));
        var stage = Assert.Single(put.Stages);
        Assert.Equal(
            (new(QuorumKind.Percent, 60), RejectOn.Any, Duration.FromDays(3), OnTimeout.Escalate, Duration.FromDays(1)),
            (stage.Quorum, stage.RejectOn, stage.Timeout, stage.OnTimeout, stage.RemindEvery));
    }

    [Fact]
    public void Put_OfTheLeast_RejectsOnSilenceAndWhenImpossible()
    {
        const string Least =
            """{"stages":[{"name":"a","approvers":["a@b.c"],"quorum":{"kind":"any"},"timeout":"PT1H"}]}""";
        var stage = Put(Least).Stages[0];
        Assert.Equal((RejectOn.Impossible, OnTimeout.Reject), (stage.RejectOn, stage.OnTimeout));
        Assert.Null(stage.RemindEvery);
    }

    [Fact]
    public void Put_OfTheSameAgain_ChangesNothing()
    {
        var current = ApprovalPolicy.Apply(null, new(new("pol_x"), 1, Asked.Start, new("system"), Put(Whole)));
        Assert.Empty(PutApprovalPolicy.Decide(current, "x", Read(Whole)).Events);
    }

    [Theory]
    [InlineData("\"percent\",\"value\":60", "\"percent\",\"value\":101", "/stages/0/quorum/value")]
    [InlineData("\"percent\",\"value\":60", "\"percent\"", "/stages/0/quorum/value")]
    [InlineData("\"percent\",\"value\":60", "\"all\",\"value\":1", "/stages/0/quorum/value")]
    [InlineData("\"percent\",\"value\":60", "\"most\"", "/stages/0/quorum/kind")]
    [InlineData("group:cab", "group:", "/stages/0/approvers/1")]
    [InlineData("group:cab", "nobody", "/stages/0/approvers/1")]
    [InlineData("\"rejectOn\":\"any\"", "\"rejectOn\":\"all\"", "/stages/0/rejectOn")]
    [InlineData("\"P3D\"", "\"P91D\"", "/stages/0/timeout")]
    [InlineData("\"P3D\"", "\"PT0S\"", "/stages/0/timeout")]
    [InlineData("\"P3D\"", "\"P1M\"", "/stages/0/timeout")]
    [InlineData("\"P3D\"", "\"soon\"", "/stages/0/timeout")]
    [InlineData("\"escalate\"", "\"approve\"", "/stages/0/onTimeout")]
    [InlineData("\"percent\",\"value\":60", "\"weight\"", "/stages/0/quorum/value")]
    [InlineData("\"percent\",\"value\":60", "\"groups\"", "/stages/0/quorum/of")]
    [InlineData("\"percent\",\"value\":60", "\"groups\",\"of\":{}", "/stages/0/quorum/of")]
    [InlineData("\"percent\",\"value\":60", "\"groups\",\"of\":{\"group:it\":1}", "/stages/0/quorum/of")]
    [InlineData("\"percent\",\"value\":60", "\"groups\",\"of\":{\"group:cab\":0}", "/stages/0/quorum/of")]
    [InlineData("\"percent\",\"value\":60", "\"any\",\"of\":{\"group:cab\":1}", "/stages/0/quorum/of")]
    [InlineData("\"group:cab\"", "{\"approver\":\"group:cab\",\"weight\":2}", "/stages/0/approvers/1/weight")]
    [InlineData("\"group:cab\"", "{\"approver\":\"group:cab\",\"wait\":2}", "/stages/0/approvers/1")]
    [InlineData("\"group:cab\"", "{\"weight\":2}", "/stages/0/approvers/1")]
    [InlineData("\"group:cab\"", "7", "/stages/0/approvers/1")]
    [InlineData("\"group:cab\"", "null", "/stages/0/approvers/1")]
    [InlineData("[\"boss@acme.example\"]", "[\"role:admin\"]", "/stages/0/escalateTo/0")]
    [InlineData("[\"boss@acme.example\"]", "[]", "/stages/0/escalateTo")]
    [InlineData("[\"normal\"]", "[\"odd\"]", "/match/type/0")]
    [InlineData("[\"high\"]", "[null]", "/match/riskLevel/0")]
    public void Put_WithAFieldOutOfRange_NamesTheField(string good, string bad, string pointer)
    {
        var json = Whole.Replace(good, bad, StringComparison.Ordinal);
        var read = StrictJson.Read<PutApprovalPolicy>(Encoding.UTF8.GetBytes(json));
        Assert.Equal(pointer, Assert.Single(read.Problem!.Errors).Pointer);
    }

    [Fact]
    public void Put_OfWeights_IsRead_AndWrittenAsItWasSent()
    {
        const string Weighed = """[{"approver":"group:cab","weight":2},"manager","service-owner"]""";
        var json = Whole.Replace("""["ann@acme.example","group:cab"]""", Weighed, StringComparison.Ordinal)
            .Replace("percent", "weight", StringComparison.Ordinal);
        var stage = Put(json).Stages[0];
        Assert.Equal([new("group:cab", 2), new("manager"), new("service-owner")], stage.Approvers);
        Assert.Equal(new Quorum(QuorumKind.Weight, 60), stage.Quorum);
        var stored = JsonSerializer.Serialize(stage, Json.Stored);
        Assert.Contains(Weighed, stored, StringComparison.Ordinal);
        Assert.Equal(stage.Approvers, JsonSerializer.Deserialize<PolicyStage>(stored, Json.Stored)!.Approvers);
    }

    [Fact]
    public void Put_OfGroups_IsRead()
    {
        const string Groups = "\"groups\",\"of\":{\"group:cab\":2}";
        var quorum = Put(Whole.Replace("\"percent\",\"value\":60", Groups, StringComparison.Ordinal)).Stages[0].Quorum;
        Assert.Equal((QuorumKind.Groups, 2), (quorum.Kind, quorum.Of!["group:cab"]));
    }

    [Fact]
    public void Put_ThatLetsSilenceBeAYes_IsForStandardChangesAlone()
    {
        var silence = Whole.Replace("\"escalate\"", "\"approve\"", StringComparison.Ordinal);
        var standard = silence.Replace("normal", "standard", StringComparison.Ordinal);
        Assert.Equal(OnTimeout.Approve, Put(standard).Stages[0].OnTimeout);
        var both = silence.Replace("[\"normal\"]", "[\"standard\",\"normal\"]", StringComparison.Ordinal);
        var refused = StrictJson.Read<PutApprovalPolicy>(Encoding.UTF8.GetBytes(both)).Problem!;
        Assert.Equal("standard_only", Assert.Single(refused.Errors).Code);
    }

    /// <summary>As the product wrote it before approvers had weights.</summary>
    [Fact]
    public void PolicyOfAnEarlierVersion_IsRead()
    {
        const string Stored = """
            {"key":"x","match":{"type":[],"riskLevel":[],"service":[]},"stages":[{"name":"a","approvers":["a@b.c"],
            "quorum":{"kind":"any"},"rejectOn":"impossible","timeout":"PT1H","onTimeout":"reject","escalateTo":[]}]}
            """;
        var put = JsonSerializer.Deserialize<ApprovalPolicyPut>(Stored, Json.Stored)!;
        Assert.Equal(new StageApprover("a@b.c"), Assert.Single(put.Stages[0].Approvers));
        Assert.False(put.ExcludeImplementer);
    }

    private static ApprovalPolicyPut Put(string json) =>
        (ApprovalPolicyPut)PutApprovalPolicy.Decide(null, "x", Read(json)).Events[0];

    private static PutApprovalPolicy Read(string json) =>
        StrictJson.Read<PutApprovalPolicy>(Encoding.UTF8.GetBytes(json)).Value;
}
