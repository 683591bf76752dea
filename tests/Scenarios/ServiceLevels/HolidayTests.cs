using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>Holidays from a file: shown first, then added.</summary>
public sealed class HolidayTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private const string Christmas = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//test//EN
        BEGIN:VEVENT
        UID:1
        DTSTAMP:20260101T000000Z
        DTSTART;VALUE=DATE:20261225
        DTEND;VALUE=DATE:20261227
        SUMMARY:Christmas
        END:VEVENT
        END:VCALENDAR
        """;

    private const string Place = "/v1/calendars/office/holidays";

    [Fact]
    public async Task File_IsShown_ThenAdded_AndAddsNothingAgain()
    {
        using var api = await desk.TenantAsync();
        (await api.Put("/v1/calendars/office", new { timeZone = "UTC", holidays = new[] { new { date = "2026-12-25" } } }))
            .Expect(HttpStatusCode.OK);
        var shown = (await api.Post(Place + "/preview", File(Christmas))).Expect(HttpStatusCode.OK);
        Assert.Equal("2026-12-26", Assert.Single(shown.GetProperty("added").EnumerateArray()).Text("date"));
        Assert.Equal("2026-12-25", Assert.Single(shown.GetProperty("unchanged").EnumerateArray()).Text("date"));
        Assert.Equal(1, (await api.Get("/v1/calendars/office")).Json.GetProperty("version").GetInt32());

        var added = (await api.Post(Place, File(Christmas))).Expect(HttpStatusCode.OK);
        Assert.Equal((2, 2), (added.GetProperty("version").GetInt32(), added.GetProperty("holidays").GetArrayLength()));
        Assert.Equal(2, (await api.Post(Place, File(Christmas))).Expect(HttpStatusCode.OK).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task WhatCannotBeTaken_ChangesNothing()
    {
        using var api = await desk.TenantAsync();
        (await api.Post(Place, File(Christmas))).NotFound();
        (await api.Put("/v1/calendars/office", new { timeZone = "UTC" })).Expect(HttpStatusCode.OK);
        (await api.Post(Place, File("no calendar"))).Invalid();
        (await api.Post(Place, new { text = Christmas })).Refused(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        (await api.Post(Place + "?to=2020-01-01", File(Christmas))).Refused(HttpStatusCode.BadRequest, "invalid_parameter");
        (await api.Post(Place, File(Christmas), ifMatch: "\"7\"")).Refused(HttpStatusCode.PreconditionFailed, "version_conflict");
        (await api.Post(Place, File(new('x', 1_100_000)))).Refused(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
        Assert.Equal(1, (await api.Get("/v1/calendars/office")).Json.GetProperty("version").GetInt32());
    }

    private static ByteArrayContent File(string text) =>
        new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("text/calendar") } };
}
