using CsCheck;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Metering;
using ItsmServerless.Metering.Marketplace;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Metering;

public sealed class MarketplaceTests
{
    private const string Resource = "37f9dea2-4345-438f-b0bd-03d40d28c7e0";
    private static readonly Instant Hour = Instant.FromUtc(2026, 11, 22, 9, 0);
    private static readonly MeteredSubscription Subscription = new(Resource, "gold", Hour);
    private static readonly MeteredTenant Tenant = new(TenantId.From("ten_1"), "acme", "standard");

    [Theory]
    [InlineData(10, 14, 9)]
    [InlineData(10, 15, 10)]
    [InlineData(10, 59, 10)]
    public void Hour_IsToldAQuarterOfAnHourAfterItsEnd(int hour, int minute, int closedUntil) => Assert.Equal(
        Instant.FromUtc(2026, 11, 22, closedUntil, 0), SubmissionRules.ClosedUntil(Instant.FromUtc(2026, 11, 22, hour, minute)));

    [Theory]
    [InlineData(24 * 60, SubmissionState.Sending)]
    [InlineData((24 * 60) + 1, SubmissionState.Lost)]
    public void Hour_ThatBeganMoreThanADayAgo_IsLost(int minutes, SubmissionState state) =>
        Assert.Equal(state, Told(at: Hour + Duration.FromMinutes(minutes)).State);

    /// <summary>The words are those of learn.microsoft.com/partner-center/marketplace-offers/marketplace-metering-service-apis.
    /// </summary>
    [Theory]
    [InlineData("Accepted", null, SubmissionState.Sent)]
    [InlineData("Duplicate", 5, SubmissionState.Sent)]
    [InlineData("Duplicate", 7, SubmissionState.Reconcile)]
    [InlineData("Duplicate", null, SubmissionState.Reconcile)]
    [InlineData("Expired", null, SubmissionState.Refused)]
    [InlineData("BadArgument", null, SubmissionState.Refused)]
    [InlineData("ResourceNotFound", null, SubmissionState.Refused)]
    [InlineData("ResourceNotAuthorized", null, SubmissionState.Refused)]
    [InlineData("ResourceNotActive", null, SubmissionState.Refused)]
    [InlineData("InvalidDimension", null, SubmissionState.Refused)]
    [InlineData("InvalidQuantity", null, SubmissionState.Refused)]
    [InlineData("Error", null, SubmissionState.Sending)]
    [InlineData("", null, SubmissionState.Sending)]
    public void Answer_SaysWhatBecomesOfIt(string status, int? theirs, SubmissionState state)
    {
        var after = SubmissionRules.After(Told(), new(status, theirs, "No."), Hour + Duration.FromHours(2));

        Assert.Equal((state, 5m), (after.State, after.Quantity));
        Assert.Equal(state == SubmissionState.Refused, after.Reason == $"{status}: No.");
    }

    [Theory]
    [InlineData(1, 60, true)]
    [InlineData(1, 30, false)]
    [InlineData(2, 60, false)]
    [InlineData(2, 120, true)]
    [InlineData(4, 8 * 60, true)]
    [InlineData(5, 16 * 60, false)]
    [InlineData(1, 25 * 60, false)]
    public void Refused_IsToldAgain_LessAndLessOften_AndNoMoreWhenItIsTooOld(int refusals, int minutes, bool isDue)
    {
        var refused = Told() with { State = SubmissionState.Refused, Refusals = refusals, UpdatedAt = Hour };
        Assert.Equal(isDue, SubmissionRules.IsDue(refused, Hour + Duration.FromMinutes(minutes)));
    }

    [Fact]
    public void OnlyWhatIsRefusedAndMayBeTaken_IsResent()
    {
        var refused = SubmissionRules.After(Told(), new("BadArgument"), Hour);
        Assert.Equal((SubmissionState.Sending, 0), (SubmissionRules.Resent(refused, Hour)!.State, SubmissionRules.Resent(refused, Hour)!.Refusals));
        Assert.Null(SubmissionRules.Resent(refused, Hour + Duration.FromHours(25)));
        Assert.Null(SubmissionRules.Resent(SubmissionRules.After(refused, new("Accepted"), Hour), Hour));
    }

    [Fact]
    public void HourInWhichTheSubscriptionChanged_IsTheNewOnes()
    {
        var former = Subscription with { Until = Hour + Duration.FromMinutes(150) };
        Assert.Equal([(former, Hour, Hour + Duration.FromHours(3))], (Tenant with { Former = former }).Told());
        var next = new MeteredSubscription("other", "gold", Hour + Duration.FromMinutes(150));
        Assert.Equal(
            [(former, Hour, Hour + Duration.FromHours(2)), (next, Hour + Duration.FromHours(2), Instant.MaxValue)],
            (Tenant with { Former = former, Subscription = next }).Told());
    }

    [Fact]
    public void SubmissionWithoutAnAnswer_IsToldAgain_UntilItIsTooOld()
    {
        Assert.Equal(Told(), SubmissionRules.Unanswered(Told(), Hour + Duration.FromHours(24)));
        Assert.Equal(SubmissionState.Lost, SubmissionRules.Unanswered(Told(), Hour + Duration.FromHours(25)).State);
    }

    [Fact]
    public void UnitsThatComeLate_AreToReconcile_AndNeverChangeWhatWasTold()
    {
        var sent = SubmissionRules.After(Told(), new("Accepted"), Hour);

        var late = SubmissionRules.Recounted(sent, 6, Hour);

        Assert.Equal((SubmissionState.Reconcile, 5m, 6m, 5m), (late!.State, late.Quantity, late.Counted, late.Theirs!.Value));
        Assert.Null(SubmissionRules.Recounted(sent, 5, Hour));
        Assert.Null(SubmissionRules.Recounted(Told(), 6, Hour));
        Assert.Equal(7, SubmissionRules.Recounted(late, 7, Hour)!.Counted);
    }

    [Fact]
    public void Storage_IsToldInGibibytes() =>
        Assert.Equal(1.5m, SubmissionRules.QuantityOf(new(Hour, Dimensions.Storage, (1L << 30) + (1L << 29))));

    [Fact]
    public void Batches_HoldEverythingOnce_AtMost25OfOneDay_OldestFirst() => Gen.Int[0, 72].Array[0, 120].Sample(hours =>
    {
        var all = hours.Select((hour, number) => Told() with { Hour = Hour + Duration.FromHours(hour), Counted = number }).ToArray();
        var batches = SubmissionRules.Batches(all).ToArray();
        var flat = batches.SelectMany(batch => batch).ToArray();
        return batches.All(batch => batch.Count is > 0 and <= 25 && batch.Select(told => told.Hour.InUtc().Date).Distinct().Count() == 1) &&
            flat.Select(told => told.Hour).SequenceEqual(hours.Order().Select(hour => Hour + Duration.FromHours(hour))) &&
            flat.Select(told => told.Counted).ToHashSet().Count == hours.Length;
    });

    /// <summary>The body is the example of the documentation, its events ours; one is not spoken of, and they stand in another
    /// order.</summary>
    [Fact]
    public void Answers_AreFoundByWhatTheyAreAbout()
    {
        const string Body = """
            {"count":2,"result":[
              {"status":"Duplicate","messageTime":"0001-01-01T00:00:00","error":{"additionalInfo":{"acceptedMessage":{
                "usageEventId":"e","status":"Duplicate","messageTime":"2026-11-22T10:12:26","resourceId":"37F9DEA2-4345-438f-b0bd-03d40d28c7e0",
                "quantity":1.0,"dimension":"events","effectiveStartTime":"2026-11-22T09:00:00","planId":"gold"}},
                "message":"This usage event already exist.","code":"Conflict"},
                "resourceId":"37F9DEA2-4345-438f-b0bd-03d40d28c7e0","quantity":1.0,"dimension":"events","effectiveStartTime":"2026-11-22T09:00:00","planId":"gold"},
              {"usageEventId":"f","status":"Accepted","messageTime":"2026-11-22T10:12:26Z","resourceId":"37f9dea2-4345-438f-b0bd-03d40d28c7e0",
                "quantity":5.0,"dimension":"records","effectiveStartTime":"2026-11-22T09:00:00Z","planId":"gold"}]}
            """;

        var answers = MarketplaceAnswers.Read(Body, [Told(), Told() with { OfferDimension = "events" }, Told() with { OfferDimension = "mails" }]);

        Assert.Equal([new("Accepted"), new("Duplicate", 1.0m, "This usage event already exist."), new MarketplaceAnswer("")], answers);
    }

    [Theory]
    [InlineData("tickets=records")]
    [InlineData("records.created=")]
    [InlineData("records.created=a,api.calls=a")]
    public void Dimensions_ThatCannotBe_StopTheProcess_WithTheNameOfTheSetting(string text)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Settings(text));

        Assert.Contains("Marketplace:Dimensions", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutDimensions_TheExportIsOff()
    {
        Assert.False(Settings("").IsOn);
        Assert.Equal("https://marketplaceapi.microsoft.com/", Settings("records.created=records").Endpoint.AbsoluteUri);
    }

    private static Submission Told(Instant? at = null) =>
        SubmissionRules.Of(Tenant, Subscription, "records", new(Hour, Dimensions.Records, 5), at ?? Hour + Duration.FromHours(1));

    private static MarketplaceSettings Settings(string dimensions) => MarketplaceSettings.Of(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Marketplace:Dimensions"] = dimensions }).Build());
}
