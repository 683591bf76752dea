using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Provisioning;

/// <summary>Users of SCIM 2.0 as Entra ID provisions them (its published test cases, and RFC 7644).</summary>
public sealed class ScimUserTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Create_EntersAPerson_AsTheDirectorySees()
    {
        using var scim = await Rig();
        var ann = await scim.User("ann");
        Assert.Equal("ann@corp.example", ann.GetProperty("userName").GetString());
        Assert.Equal("obj-ann", ann.GetProperty("externalId").GetString());
        Assert.Equal("User", ann.GetProperty("meta").GetProperty("resourceType").GetString());
        var entry = await scim.Person("ann@example.org");
        Assert.Equal(("ann Smith", true), (entry.GetProperty("name").GetString(), entry.GetProperty("active").GetBoolean()));
        var read = (await scim.Send(HttpMethod.Get, $"/Users/{ScimRig.Id(ann)}")).Expect(HttpStatusCode.OK);
        Assert.Equal(ann.ToString(), read.ToString());
    }

    [Fact]
    public async Task Create_Again_IsRefused()
    {
        using var scim = await Rig();
        await scim.User("ann");
        var again = await scim.Send(HttpMethod.Post, "/Users", """{"userName":"Ann@corp.example","emails":[{"value":"other@example.org"}]}""");
        Refused(again, HttpStatusCode.Conflict, "uniqueness");
        var sameAddress = await scim.Send(HttpMethod.Post, "/Users", """{"userName":"x","emails":[{"value":"ann@example.org"}]}""");
        Refused(sameAddress, HttpStatusCode.Conflict, "uniqueness");
    }

    [Fact]
    public async Task PersonEnteredByHand_IsFoundAndTakenOver_AndKeepsWhatTheDirectoryDoesNotKnow()
    {
        using var scim = await Rig();
        var body = new { name = "Ann", role = "manager" };
        (await scim.Tenant.Send(HttpMethod.Put, "/v1/people/ann@example.org", body)).Expect(HttpStatusCode.OK);
        var byHand = Assert.Single(await scim.Found("Users", "userName eq \"ann@example.org\""));
        var ann = await scim.User("ann");
        Assert.Equal(ScimRig.Id(byHand), ScimRig.Id(ann));
        Assert.Equal("manager", (await scim.Person("ann@example.org")).GetProperty("role").GetString());
    }

    [Theory]
    [InlineData("userName eq \"ann@corp.example\"", true)]
    [InlineData("userName eq \"ANN@CORP.EXAMPLE\"", true)]
    [InlineData("externalId eq \"obj-ann\"", true)]
    [InlineData("emails[type eq \"work\"].value eq \"ann@example.org\"", true)]
    [InlineData("emails.value eq \"ann@example.org\"", true)]
    [InlineData("externalId eq \"obj-ann\" and active eq true", true)]
    [InlineData("externalId eq \"obj-ann\" and active eq false", false)]
    [InlineData("userName eq \"non-existent\"", false)]
    [InlineData("externalId eq \"' or 1 eq 1\"", false)]
    [InlineData("id eq \"per_../x\"", false)]
    public async Task Filter_FindsWhomItNames(string filter, bool finds)
    {
        using var scim = await Rig();
        await scim.User("ann");
        await scim.User("bob");
        Assert.Equal(finds ? 1 : 0, (await scim.Found("Users", filter)).Count);
    }

    [Theory]
    [InlineData("userName co \"a\"")]
    [InlineData("title eq \"Clerk\"")]
    [InlineData("userName eq")]
    [InlineData("userName eq \"a\" or userName eq \"b\"")]
    [InlineData("(userName eq \"a\")")]
    public async Task OtherFilters_AreRefused(string filter)
    {
        using var scim = await Rig();
        Refused(await scim.Send(HttpMethod.Get, $"/Users?filter={Uri.EscapeDataString(filter)}"), HttpStatusCode.BadRequest, "invalidFilter");
    }

    [Theory]
    [InlineData("""{"op":"Replace","path":"active","value":"False"}""")]
    [InlineData("""{"op":"replace","path":"active","value":false}""")]
    [InlineData("""{"op":"Replace","value":{"active":"False"}}""")]
    [InlineData("""{"op":"Add","path":"urn:ietf:params:scim:schemas:core:2.0:User:active","value":"false"}""")]
    public async Task Deactivation_EndsWhatThePersonMayDo(string operation)
    {
        using var scim = await Rig();
        var ann = await scim.User("ann");
        var key = (await scim.Tenant.Post("/v1/api-keys", new { name = "ann", role = "agent", person = "ann@example.org" })).Expect(HttpStatusCode.Created);
        using var own = new IncidentApi(new Uri(desk.Url), key.GetProperty("secret").GetString()!);
        (await own.Get("/v1/incidents")).Expect(HttpStatusCode.OK);

        var patched = (await scim.Patch($"/Users/{ScimRig.Id(ann)}", operation)).Expect(HttpStatusCode.OK);

        Assert.False(patched.GetProperty("active").GetBoolean());
        Assert.False((await scim.Person("ann@example.org")).GetProperty("active").GetBoolean());
        (await own.Get("/v1/incidents")).Refused(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Patch_ChangesNamesByEitherFormOfPath()
    {
        using var scim = await Rig();
        var (boss, ann) = (await scim.User("boss"), await scim.User("ann"));
        (await scim.Patch($"/Users/{ScimRig.Id(ann)}", $$"""
            {"op":"Replace","path":"name.givenName","value":"Anna"},{"op":"Add","path":"displayName","value":"Anna Smith"},
            {"op":"Replace","value":{"userName":"anna@corp.example","name.familyName":"Miller","preferredLanguage":"de-AT"} },
            {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"{{ScimRig.Id(boss)}}"},
            {"op":"Replace","path":"emails[type eq \"work\"].value","value":"ann@example.org"}
            """)).Expect(HttpStatusCode.OK);
        var entry = await scim.Person("ann@example.org");
        Assert.Equal(("Anna Smith", "de", "boss@example.org"), (Text(entry, "name"), Text(entry, "language"), Text(entry, "manager")));
        var found = Assert.Single(await scim.Found("Users", "userName eq \"anna@corp.example\""));
        Assert.Equal(("Anna", "Miller"), (Text(found.GetProperty("name"), "givenName"), Text(found.GetProperty("name"), "familyName")));
        Assert.Empty(await scim.Found("Users", "userName eq \"ann@corp.example\""));
    }

    [Fact]
    public async Task Address_CannotBeChanged()
    {
        using var scim = await Rig();
        var ann = await scim.User("ann");
        Refused(await scim.Patch($"/Users/{ScimRig.Id(ann)}", """{"op":"replace","path":"emails[type eq \"work\"].value","value":"b@example.org"}"""),
            HttpStatusCode.BadRequest, "mutability");
    }

    [Fact]
    public async Task Delete_TakesThePersonAway_WhoCanComeBack()
    {
        using var scim = await Rig();
        var ann = await scim.User("ann");
        Assert.Equal(HttpStatusCode.NoContent, (await scim.Send(HttpMethod.Delete, $"/Users/{ScimRig.Id(ann)}")).Status);
        Refused(await scim.Send(HttpMethod.Get, $"/Users/{ScimRig.Id(ann)}"), HttpStatusCode.NotFound, null);
        Refused(await scim.Send(HttpMethod.Delete, $"/Users/{ScimRig.Id(ann)}"), HttpStatusCode.NotFound, null);
        Assert.Empty(await scim.Found("Users", "externalId eq \"obj-ann\""));
        Assert.False((await scim.Person("ann@example.org")).GetProperty("active").GetBoolean());
        await scim.User("ann");
        Assert.True((await scim.Person("ann@example.org")).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task List_IsPagedByIndex()
    {
        using var scim = await Rig();
        foreach (var name in new[] { "a", "b", "c" }) await scim.User(name);
        var page = (await scim.Send(HttpMethod.Get, "/Users?startIndex=2&count=1")).Expect(HttpStatusCode.OK);
        Assert.Equal((3, 2, 1), (page.GetProperty("totalResults").GetInt32(), page.GetProperty("startIndex").GetInt32(), page.GetProperty("itemsPerPage").GetInt32()));
        Assert.Equal("b@corp.example", Text(page.GetProperty("Resources")[0], "userName"));
        Assert.Empty((await scim.Send(HttpMethod.Get, "/Users?count=0")).Expect(HttpStatusCode.OK).GetProperty("Resources").EnumerateArray());
    }

    [Fact]
    public async Task List_IsPagedByCursor_WithoutWhoWasTakenAway()
    {
        using var scim = await Rig();
        foreach (var name in new[] { "a", "b", "c", "d", "e" }) await scim.User(name);
        Assert.Equal(HttpStatusCode.NoContent, (await scim.Send(HttpMethod.Delete, "/Users/per_c@example.org")).Status);
        var seen = new List<string?>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await scim.Send(HttpMethod.Get, $"/Users?count=2&cursor={cursor}")).Expect(HttpStatusCode.OK);
            seen.AddRange(page.GetProperty("Resources").EnumerateArray().Select(user => Text(user, "externalId")));
            cursor = page.TryGetProperty("nextCursor", out var next) ? Uri.EscapeDataString(next.GetString()!) : null;
        }
        Assert.Equal(["obj-a", "obj-b", "obj-d", "obj-e"], seen);
        var byIndex = (await scim.Send(HttpMethod.Get, "/Users?startIndex=2&count=2")).Expect(HttpStatusCode.OK);
        Assert.Equal(4, byIndex.GetProperty("totalResults").GetInt32());
        Assert.Equal(["obj-b", "obj-d"], byIndex.GetProperty("Resources").EnumerateArray().Select(user => Text(user, "externalId")));
        Refused(await scim.Send(HttpMethod.Get, "/Users?cursor=x"), HttpStatusCode.BadRequest, "invalidCursor");
        Refused(await scim.Send(HttpMethod.Get, "/Users?cursor=&count=0"), HttpStatusCode.BadRequest, "invalidCount");
        Refused(await scim.Send(HttpMethod.Get, "/Users?startIndex=x"), HttpStatusCode.BadRequest, "invalidValue");
    }

    [Fact]
    public async Task Put_ReplacesWhatTheDirectorySays_AndNoMore()
    {
        using var scim = await Rig();
        var path = $"/Users/{ScimRig.Id(await scim.User("ann"))}";
        var body = new { name = "ann", role = "manager", timeZone = "Europe/Berlin" };
        (await scim.Tenant.Send(HttpMethod.Put, "/v1/people/ann@example.org", body, ifMatch: "*")).Expect(HttpStatusCode.OK);
        var put = await scim.Send(HttpMethod.Put, path,
            """{"userName":"anna@corp.example","displayName":"Anna","active":"True","emails":[{"value":"ann@example.org"}]}""");
        Assert.Equal("anna@corp.example", Text(put.Expect(HttpStatusCode.OK), "userName"));
        Assert.False(put.Json.TryGetProperty("externalId", out var external) && external.ValueKind == JsonValueKind.String);
        var entry = await scim.Person("ann@example.org");
        Assert.Equal(("Anna", "manager"), (Text(entry, "name"), Text(entry, "role")));
        await scim.User("bob");
        Refused(await scim.Send(HttpMethod.Put, path, """{"userName":"bob@corp.example","emails":[{"value":"ann@example.org"}]}"""),
            HttpStatusCode.Conflict, "uniqueness");
        Refused(await scim.Send(HttpMethod.Put, path, """{"userName":"anna@corp.example","emails":[{"value":"bob@example.org"}]}"""),
            HttpStatusCode.Conflict, "uniqueness");
    }

    [Theory]
    [InlineData("{", "invalidSyntax")]
    [InlineData("[]", "invalidSyntax")]
    [InlineData("""{"userName":"a","USERNAME":"b"}""", "invalidSyntax")]
    [InlineData("""{"displayName":"x"}""", "invalidValue")]
    [InlineData("""{"userName":"no-address"}""", "invalidValue")]
    public async Task Body_ThatNamesNobody_IsRefused(string body, string type)
    {
        using var scim = await Rig();
        Refused(await scim.Send(HttpMethod.Post, "/Users", body), HttpStatusCode.BadRequest, type);
    }

    [Fact]
    public async Task Discovery_SaysWhatThereIs()
    {
        using var scim = await Rig();
        var config = (await scim.Send(HttpMethod.Get, "/ServiceProviderConfig")).Expect(HttpStatusCode.OK);
        Assert.True(config.GetProperty("patch").GetProperty("supported").GetBoolean());
        Assert.Equal(2, (await scim.Send(HttpMethod.Get, "/ResourceTypes")).Expect(HttpStatusCode.OK).GetProperty("totalResults").GetInt32());
        Assert.Equal(3, (await scim.Send(HttpMethod.Get, "/Schemas")).Expect(HttpStatusCode.OK).GetProperty("totalResults").GetInt32());
    }

    [Theory]
    [InlineData("integration")]
    [InlineData("agent")]
    [InlineData("requester")]
    public async Task OtherRoles_MayNot(string role)
    {
        using var key = await desk.KeyAsync(role);
        (await key.Get("/scim/v2/Users")).Forbidden();
    }

    [Fact]
    public async Task KeyForProvisioning_DoesThat_AndNothingElse()
    {
        using var scim = await Rig();
        var key = await scim.Tenant.Post("/v1/api-keys", new { name = "Entra", role = "provisioning" });
        var secret = key.Expect(HttpStatusCode.Created).GetProperty("secret").GetString()!;
        using var directory = new ScimRig(new IncidentApi(new Uri(desk.Url), secret));
        var ann = ScimRig.Id(await directory.User("ann"));
        await directory.Group("Net", ann);
        (await directory.Patch($"/Users/{ann}", """{"op":"Replace","path":"active","value":"False"}""")).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NoContent, (await directory.Send(HttpMethod.Delete, $"/Users/{ann}")).Status);
        foreach (var path in new[] { "/v1/people", "/v1/groups/net", "/v1/incidents", "/v1/api-keys", "/v1/events?after=0" })
            (await directory.Tenant.Get(path)).Forbidden();
        (await directory.Tenant.Post("/v1/api-keys", new { name = "more", role = "admin" })).Forbidden();
    }

    [Fact]
    public async Task AnotherTenantsUser_IsNotFound()
    {
        using var scim = await Rig();
        using var other = await Rig();
        var ann = await scim.User("ann");
        Refused(await other.Send(HttpMethod.Get, $"/Users/{ScimRig.Id(ann)}"), HttpStatusCode.NotFound, null);
        Assert.Empty(await other.Found("Users", "externalId eq \"obj-ann\""));
    }

    private static string? Text(JsonElement of, string member) => of.GetProperty(member).GetString();

    private static void Refused(Answer answer, HttpStatusCode status, string? type)
    {
        var error = answer.Expect(status);
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", error.GetProperty("schemas")[0].GetString());
        Assert.Equal($"{(int)status}", Text(error, "status"));
        Assert.Equal(type, Text(error, "scimType"));
    }

    private async Task<ScimRig> Rig() => new(await desk.TenantAsync());
}
