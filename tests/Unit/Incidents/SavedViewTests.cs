using ItsmServerless.Incidents.Views;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

public sealed class SavedViewTests
{
    private static readonly PutView Body = new("Mine", "incidents", new(State: "open"), null, null, null);

    [Theory]
    [InlineData("state", "gone")]
    [InlineData("priority", "p1")]
    [InlineData("updatedSince", "yesterday")]
    [InlineData("group", "a\0b")]
    public void Put_OfWhatTheListRefuses_NamesTheField(string name, string value)
    {
        var errors = Put(Body with { Filter = Filter(name, value) }, Given.Agent).Refusal!.Errors;
        Assert.Equal($"/filter/{name}", Assert.Single(errors).Pointer);
    }

    [Theory]
    [InlineData("createdAt", "open")]
    [InlineData("priority", "closed")]
    [InlineData("priority", null)]
    public void Put_OfAnOrderTheListDoesNotHave_NamesTheSort(string sort, string? state)
    {
        var refusal = Put(Body with { Filter = new(State: state), Sort = sort }, Given.Agent).Refusal!;
        Assert.Equal("/sort", Assert.Single(refusal.Errors).Pointer);
    }

    [Theory]
    [InlineData("assignee")]
    [InlineData("group")]
    [InlineData("tag")]
    public void Put_OfARequester_FiltersByNothingOfTheDesk(string name)
    {
        var body = Body with { Filter = Filter(name, "x") };
        Assert.Equal($"/filter/{name}", Assert.Single(Put(body, Given.Requester).Refusal!.Errors).Pointer);
        Assert.Null(Put(body, Given.Agent).Refusal);
    }

    [Fact]
    public void Validate_NamesFieldsThatIncidentsDoNotHave() => Assert.Equal(
        ["/fields/1"], PutView.Validate(Body with { Fields = ["id", "colour"] }).Select(error => error.Pointer));

    [Fact]
    public void Put_OfTheHundredAndFirst_IsRefused()
    {
        Assert.Null(PutView.Decide("k", null, Body, Given.Agent, owned: 99).Refusal);
        Assert.Equal(ProblemCode.ValidationFailed, PutView.Decide("k", null, Body, Given.Agent, owned: 100).Refusal?.Code);
        Assert.Null(PutView.Decide("k", View(Body, Given.Agent), Body, Given.Agent, owned: 100).Refusal);
    }

    [Fact]
    public void Shared_IsSeenByOthers_AndChangedByItsOwnerOrAnAdmin()
    {
        var (own, shared) = (View(Body, Given.Agent), View(Body with { Shared = true }, Given.Agent));
        var admin = Given.CallerOf(Role.Admin);
        Assert.Equal((false, true), (own.IsShownTo(admin), shared.IsShownTo(admin)));
        Assert.Equal((false, true), (own.IsChangedBy(admin), shared.IsChangedBy(admin)));
        Assert.Equal((true, false), (shared.IsShownTo(Given.Requester), shared.IsChangedBy(Given.Requester)));
        var replaced = (ViewPut)PutView.Decide("k", shared, Body with { Shared = true }, admin, 0).Events[0];
        Assert.Equal(Given.Agent.Actor.Value, replaced.Owner);
    }

    [Fact]
    public void Shared_ThatFiltersByWhatIsTheDesks_IsNotShownToRequesters()
    {
        var shared = View(Body with { Filter = new(Group: "net"), Shared = true }, Given.Agent);
        Assert.False(shared.IsShownTo(Given.Requester));
        Assert.False(shared.IsShownTo(Given.CallerOf(Role.Agent) with { Groups = ["db"] }));
        Assert.True(shared.IsShownTo(Given.CallerOf(Role.Agent) with { Groups = ["db", "net"] }));
    }

    [Fact]
    public void Me_IsThePersonWhoReads()
    {
        Assert.Equal("grace@example.org", ViewQuery.Of(new(Assignee: "me"), null, Given.Agent)["assignee"]);
        Assert.Equal("me", ViewQuery.Of(new(Assignee: "me"), null, Given.CallerOf(Role.Agent))["assignee"]);
    }

    [Fact]
    public void TwoOwners_HaveTheSameKey_InRecordsAndRowsOfTheirOwn()
    {
        string[] owners = ["ada@example.org", "api-key:key_1"];
        Assert.Equal(3, owners.Select(owner => SavedView.OwnId(owner, "k")).Append(SavedView.SharedId("k")).Distinct().Count());
        Assert.Single(SavedView.Rows(View(Body, Given.Agent)));
        Assert.Equal(2, SavedView.Rows(View(Body with { Shared = true }, Given.Agent)).Count());
        Assert.Empty(SavedView.Rows(View(Body, Given.Agent) with { IsDeleted = true }));
    }

    private static Decision<SavedViewEvent> Put(PutView body, Caller caller) => PutView.Decide("k", null, body, caller, owned: 0);

    private static SavedView View(PutView body, Caller caller) => SavedView.Apply(
        null, new(SavedView.SharedId("k"), 1, Given.Start, caller.Actor, Put(body, caller).Events[0]));

    private static ViewFilter Filter(string name, string value) => name switch
    {
        "state" => new(State: value),
        "priority" => new(Priority: value),
        "assignee" => new(Assignee: value),
        "group" => new(Group: value),
        "tag" => new(Tag: value),
        _ => new(UpdatedSince: value),
    };
}
