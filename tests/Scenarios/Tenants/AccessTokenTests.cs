using System.Net;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>Access tokens of an issuer that a tenant trusts, over HTTP.</summary>
public sealed class AccessTokenTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Token_ActsAsItsPerson_WithTheRoleOfItsClaim()
    {
        await using var rig = await Rig();
        using var ann = rig.With(rig.Issuer.Token());
        var incident = await ann.Report(new { title = "By token" });
        var first = (await rig.Tenant.All($"/v1/incidents/{IncidentApi.IdOf(incident)}/timeline"))[0];
        Assert.Equal("ann@example.org", first.GetProperty("by").GetString());
        (await ann.Get("/v1/api-keys")).Forbidden();
        (await rig.Ask(rig.Issuer.Token(("roles", new[] { "Other", "Desk.Agent", "Desk.Admin" })), "/v1/api-keys")).Expect(HttpStatusCode.OK);
        (await rig.Ask(rig.Issuer.Token(("roles", "Desk.Agent")))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Token_OfAnEllipticKey_IsTaken()
    {
        await using var rig = await Rig();
        rig.Issuer.Rotate(elliptic: true);
        (await rig.Ask(rig.Issuer.Token())).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("verified_email", true, "ann@example.org")]
    [InlineData("verified_email", false, "token:main/subject-1")]
    [InlineData("email", false, "ann@example.org")]
    [InlineData("preferred_username", false, "ann@corp.example")]
    [InlineData("none", true, "token:main/subject-1")]
    public async Task Person_IsWhomTheTenantsChoiceOfClaimNames(string person, bool verified, string expected)
    {
        await using var rig = await Rig(new { person });
        using var caller = rig.With(rig.Issuer.Token(("email_verified", verified), ("preferred_username", "Ann@corp.example")));
        var incident = await caller.Report(new { title = "Whose?" });
        var first = (await rig.Tenant.All($"/v1/incidents/{IncidentApi.IdOf(incident)}/timeline"))[0];
        Assert.Equal(expected, first.GetProperty("by").GetString());
    }

    [Fact]
    public async Task PersonWhoIsInactive_ActsThroughNoToken()
    {
        await using var rig = await Rig();
        (await rig.Ask(rig.Issuer.Token())).Expect(HttpStatusCode.OK);
        var body = new { name = "Ann", active = false };
        (await rig.Tenant.Send(HttpMethod.Put, "/v1/people/ann@example.org", body)).Expect(HttpStatusCode.OK);
        (await rig.Ask(rig.Issuer.Token())).Refused(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task NewKeyOfTheIssuer_IsAskedFor_AtMostEveryHalfMinute()
    {
        await using var rig = await Rig();
        (await rig.Ask(rig.Issuer.Token())).Expect(HttpStatusCode.OK);
        rig.Issuer.Rotate();
        await desk.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await rig.Ask(rig.Issuer.Token())).Expect(HttpStatusCode.OK);
        var asked = rig.Issuer.Asked;
        rig.Issuer.Rotate();
        for (var tries = 0; tries < 5; tries++)
            (await rig.Ask(rig.Issuer.Token())).Refused(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal(asked, rig.Issuer.Asked);
    }

    [Fact]
    public async Task IssuerThatIsAway_RefusesNobodyWhoseKeyIsKnown()
    {
        await using var rig = await Rig();
        var token = rig.Issuer.Token(("exp", rig.Issuer.Seconds(TimeSpan.FromDays(9))));
        (await rig.Ask(token)).Expect(HttpStatusCode.OK);
        rig.Issuer.IsUp = false;
        await desk.AdvanceAsync(TimeSpan.FromHours(2));
        (await rig.Ask(token)).Expect(HttpStatusCode.OK);
        (await rig.Ask(token)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task IssuerThatSaysItIsAnother_OrHasItsKeysInside_IsNotBelieved()
    {
        await using var rig = await Rig();
        rig.Issuer.Pretends = "https://login.example.com";
        (await rig.Ask(rig.Issuer.Token())).Refused(HttpStatusCode.Unauthorized, "unauthenticated");
        (rig.Issuer.Pretends, rig.Issuer.KeysAt) = (null, "http://169.254.169.254/keys");
        await desk.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await rig.Ask(rig.Issuer.Token())).Refused(HttpStatusCode.Unauthorized, "unauthenticated");
        rig.Issuer.KeysAt = null;
        await desk.AdvanceAsync(TimeSpan.FromSeconds(31));
        (await rig.Ask(rig.Issuer.Token())).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tokens_OfOneIssuer_AreTakenByOneTenant()
    {
        await using var rig = await Rig();
        using var other = await desk.TenantAsync();
        (await rig.Trust(other)).Refused(HttpStatusCode.Conflict, "already_exists");
        (await rig.Trust(other, new { tenantClaim = "org", tenantValue = "b" })).Refused(HttpStatusCode.Conflict, "already_exists");
        var deleted = await rig.Tenant.Send(HttpMethod.Delete, "/v1/identity-providers/main", ifMatch: "*");
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        (await rig.Ask(rig.Issuer.Token())).Refused(HttpStatusCode.Unauthorized, "unauthenticated");
        (await rig.Trust(other)).Expect(HttpStatusCode.OK);
        (await rig.Ask(rig.Issuer.Token())).Expect(HttpStatusCode.OK);
        (await rig.Trust(rig.Tenant)).Refused(HttpStatusCode.Conflict, "already_exists");
    }

    [Fact]
    public async Task Tokens_OfASharedIssuer_GoToTheTenantThatTheirClaimNames()
    {
        await using var rig = await Rig(new { tenantClaim = "org", tenantValue = "a" });
        using var other = await desk.TenantAsync();
        (await rig.Trust(other, new { tenantClaim = "org", tenantValue = "a" })).Refused(HttpStatusCode.Conflict, "already_exists");
        (await rig.Trust(other)).Refused(HttpStatusCode.Conflict, "already_exists");
        (await rig.Trust(other, new { tenantClaim = "org", tenantValue = "b" })).Expect(HttpStatusCode.OK);
        var ours = await rig.Tenant.Report(new { title = "Ours" });
        var theirs = await other.Report(new { title = "Theirs" });
        Assert.Equal(IncidentApi.IdOf(ours), await OnlyOne(rig, "a"));
        Assert.Equal(IncidentApi.IdOf(theirs), await OnlyOne(rig, "b"));
        (await rig.Ask(rig.Issuer.Token(("org", "c")))).Refused(HttpStatusCode.Unauthorized, "unauthenticated");
        (await rig.Ask(rig.Issuer.Token(("org", new[] { "a", "b" })))).Refused(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Token_NamingAnotherTenant_StaysWithTheOneOfItsIssuer()
    {
        await using var rig = await Rig();
        using var other = await desk.TenantAsync();
        var incident = await other.Report(new { title = "Theirs" });
        using var caller = rig.With(rig.Issuer.Token(("tid", "other"), ("tenant", "other")));
        (await caller.Get($"/v1/incidents/{IncidentApi.IdOf(incident)}")).NotFound();
    }

    [Theory]
    [InlineData("http://10.0.0.1/")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://intranet/")]
    [InlineData("https://user:secret@login.example.com/")]
    [InlineData("https://login.example.com/?x=1")]
    [InlineData("login.example.com")]
    public async Task IssuerInside_IsRefused(string issuer)
    {
        var body = new { issuer, audience = "a", roles = new { A = "agent" } };
        (await desk.Admin.Send(HttpMethod.Put, "/v1/identity-providers/inside", body)).Invalid();
    }

    private static async Task<string> OnlyOne(TokenRig rig, string org)
    {
        var seen = (await rig.Ask(rig.Issuer.Token(("org", org)))).Expect(HttpStatusCode.OK);
        return IncidentApi.IdOf(Assert.Single(seen.GetProperty("items").EnumerateArray()));
    }

    private async Task<TokenRig> Rig(object? more = null) => await TokenRig.StartAsync(
        desk.Url, desk.Services.GetRequiredService<TimeProvider>(), await desk.TenantAsync(), more);
}
