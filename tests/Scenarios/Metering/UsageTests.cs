using System.Net;
using System.Text;
using System.Text.Json;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Metering;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Metering;

public sealed class UsageTests(StorageFixture storage) : IAsyncLifetime
{
    private readonly MeteredProduct _product = new(storage);

    public async ValueTask InitializeAsync() => await _product.StartAsync();

    public ValueTask DisposeAsync() => _product.DisposeAsync();

    [Fact]
    public async Task WhatWasAccepted_IsCountedOnce_AndNothingElse()
    {
        var (admin, _) = await _product.TenantAsync("standard");
        using var _1 = admin;
        await admin.Report(new { title = "One" });
        for (var again = 0; again < 3; again++) (await admin.Post("/v1/incidents", new { title = "Two" }, "the-same")).Expect(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.Post("/v1/incidents", new { wrong = 1 })).Status);
        await DeliverAsync(admin, "a-1", "a-1", "a-2");
        await _product.Host.WhenQuiet();

        Assert.Equal(2, await MeteredProduct.UsedAsync(admin, Dimensions.Events));
        Assert.Equal(
            (await admin.All("/v1/incidents")).Count, await MeteredProduct.UsedAsync(admin, Dimensions.Records));
    }

    [Fact]
    public async Task Usage_AddsUpToTheSame_ByHourByDayAndByMonth()
    {
        var (admin, _) = await _product.TenantAsync("standard");
        using var _1 = admin;
        foreach (var _2 in Enumerable.Range(0, 3))
        {
            await admin.Report(new { title = "Again" });
            await _product.Host.AdvanceAsync(TimeSpan.FromHours(13));
        }
        var range = $"from={Text(_product.Host.Clock!.GetUtcNow().AddDays(-3))}&to={Text(_product.Host.Clock!.GetUtcNow().AddDays(1))}";

        foreach (var (by, least) in new[] { ("hour", 3), ("day", 2), ("month", 1) })
        {
            var items = (await admin.Get($"/v1/usage?{range}&by={by}")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()
                .Where(item => item.GetProperty("dimension").GetString() == Dimensions.Records).ToArray();
            Assert.Equal(3, items.Sum(item => item.GetProperty("quantity").GetInt64()));
            Assert.True(items.Length >= least, $"{items.Length} items by {by}");
        }
    }

    [Fact]
    public async Task Usage_CostsWhatThePlanSays_AndCountsCallsAndStorage()
    {
        var (admin, id) = await _product.TenantAsync("standard");
        using var _1 = admin;
        var incident = await admin.Report(new { title = "Costs" });
        using var form = new MultipartFormDataContent { { new StringContent("twelve bytes"), "file", "note.txt" } };
        (await admin.Post($"/v1/incidents/{IncidentApi.IdOf(incident)}/attachments", form)).Expect(HttpStatusCode.Created);
        await _product.Host.AdvanceAsync(TimeSpan.FromHours(1));

        var usage = (await admin.Get($"/v1/usage?from={Text(_product.Host.Clock!.GetUtcNow().AddDays(-1))}")).Expect(HttpStatusCode.OK);

        var lines = usage.GetProperty("cost").GetProperty("lines").EnumerateArray().ToDictionary(line => line.GetProperty("dimension").GetString()!);
        Assert.Equal(0.05m, lines[Dimensions.Records].GetProperty("cost").GetDecimal());
        Assert.Equal((0.05m, "EUR"), (usage.GetProperty("cost").GetProperty("total").GetDecimal(), usage.GetProperty("cost").GetProperty("currency").GetString()));
        Assert.Equal(2, lines[Dimensions.Calls].GetProperty("quantity").GetInt64());
        Assert.True(lines[Dimensions.Storage].GetProperty("quantity").GetInt64() >= 12);
        using var operations = _product.Operator();
        var month = usage.GetProperty("to").GetString()![..7];
        var all = (await operations.Get($"/v1/operator/usage?month={month}")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray();
        var own = all.Single(tenant => tenant.GetProperty("tenant").GetString() == id);
        Assert.Equal(1, own.GetProperty("usage").GetProperty("lines").EnumerateArray().First().GetProperty("quantity").GetInt64());
    }

    [Fact]
    public async Task FullQuota_RefusesNewRecords_ButNoMessageAndNoReading()
    {
        var (admin, _) = await _product.TenantAsync("free");
        using var _1 = admin;
        for (var report = 0; report < 2; report++) await admin.Report(new { title = "Within" });
        await _product.Host.WhenQuiet();
        await _product.Host.Services.GetRequiredService<QuotaRefresh>().Refresh(default);

        var refused = await admin.Post("/v1/incidents", new { title = "Above" });

        Assert.Equal((HttpStatusCode.TooManyRequests, "quota_exceeded"), (refused.Status, refused.Code));
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        await DeliverAsync(admin, "quota-1");
        (await admin.Get("/v1/usage")).Expect(HttpStatusCode.OK);
        (await admin.Get("/v1/incidents")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Statement_IsClosedThreeDaysAfterItsMonth_InThreeFormats()
    {
        var (admin, id) = await _product.TenantAsync("standard");
        using var _1 = admin;
        for (var report = 0; report < 4; report++) await admin.Report(new { title = "Billed" });
        await _product.Host.WhenQuiet();
        var month = _product.Host.Clock!.GetUtcNow().ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

        var running = (await admin.Get($"/v1/statements/{month}")).Expect(HttpStatusCode.OK);
        await _product.Host.AdvanceAsync(TimeSpan.FromDays(36));
        var closed = await admin.Get($"/v1/statements/{month}");
        var again = await admin.Get($"/v1/statements/{month}");

        Assert.Equal("running", running.GetProperty("state").GetString());
        Assert.Equal("closed", closed.Json.GetProperty("state").GetString());
        Assert.Equal((id, 0.20m), (closed.Json.GetProperty("tenant").GetString(), closed.Json.GetProperty("total").GetDecimal()));
        Assert.Equal(closed.Bytes, again.Bytes);
        var csv = await admin.Get($"/v1/statements/{month}?format=csv");
        Assert.Equal("text/csv", csv.Content.ContentType!.MediaType);
        Assert.Contains($"{month},records.created,4,0.05,1,0.20,EUR,standard,closed", Encoding.UTF8.GetString(csv.Bytes), StringComparison.Ordinal);
        var page = await admin.Get($"/v1/statements/{month}?format=html");
        Assert.Equal("text/html", page.Content.ContentType!.MediaType);
        Assert.Contains("<svg", Encoding.UTF8.GetString(page.Bytes), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get("/v1/statements/2001-01")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get("/v1/statements/always")).Status);
    }

    private async Task DeliverAsync(IncidentApi admin, params string[] ids)
    {
        var source = (await admin.Post("/v1/intake-sources", new { name = "alerts", format = "cloudevents" })).Expect(HttpStatusCode.Created);
        using var stranger = new HttpClient { BaseAddress = new Uri(_product.Host.Url) };
        foreach (var id in ids)
        {
            var body = JsonSerializer.Serialize(new { specversion = "1.0", id, source = "test", type = "alarm" });
            using var content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json");
            using var response = await stranger.PostAsync(new Uri(source.GetProperty("url").GetString()!).PathAndQuery, content);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        }
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
