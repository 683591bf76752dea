using System.Net;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>The product after ten hours with fourteen incidents, an SLA with credits and an OLA.</summary>
public sealed class ReportedMonth(Fixtures.StorageFixture storage) : IAsyncLifetime
{
    private const int End = 600;

    private static readonly Told[] Incidents =
    [
        new("Mail", "high", "network", 10, 90),
        new("Mail", "high", "network", 20, 150),
        new("Mail", "medium", "desk", 30, 200),
        new("Mail", "medium", "desk", 70, 230),
        new("Mail", "low", "network", 40, 270),
        new("Payroll", "medium", "desk", 10, 60),
        new("Payroll", "medium", "desk", 30, 540, "awaiting_requester", 60, 420),
        new("Payroll", "low", "network", 20, 100),
        new("Payroll", "low", "desk", 50, null),
        new("Online shop", "high", "network", 10, 50),
        new("Online shop", "medium", "network", 20, 170, "awaiting_supplier", 30, 90),
        new("Online shop", "medium", "desk", 30, 220),
        new("Intranet", "low", "desk", 40, 130),
        new("Online shop", "low", "desk", 50, 230),
    ];

    /// <summary>A key of a dictionary is written as it is.</summary>
    private static readonly Dictionary<string, string> UrgentFirst = new(StringComparer.Ordinal) { ["P1"] = "PT2H" };

    private readonly DeskFixture _desk = new(storage);

    /// <summary>The tenant's key of role admin.</summary>
    internal IncidentApi Api => _desk.Admin;

    /// <summary>As 2026-11.</summary>
    internal string Month { get; private set; } = "";

    /// <summary>The product.</summary>
    internal DeskFixture Desk => _desk;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await _desk.InitializeAsync();
        await StayInOneMonth();
        await Agree();
        var told = new List<(int Minute, Func<Task> Act)>();
        foreach (var incident in Incidents) told.AddRange(await Story(incident));
        var now = 0;
        foreach (var (minute, act) in told.OrderBy(step => step.Minute).Append((End, () => Task.CompletedTask)))
        {
            if (minute > now) await _desk.AdvanceAsync(TimeSpan.FromMinutes(minute - now));
            now = minute;
            await act();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    /// <summary>Near the end of a month it waits for the next.</summary>
    private async Task StayInOneMonth()
    {
        var now = _desk.Services.GetRequiredService<Clock>().Now.InUtc();
        var next = now.Date.PlusMonths(1).With(NodaTime.DateAdjusters.StartOfMonth);
        if (now.Date.PlusDays(1) >= next)
            await _desk.AdvanceAsync((next.AtMidnight().InUtc().ToInstant() - now.ToInstant()).ToTimeSpan());
        Month = _desk.Services.GetRequiredService<Clock>().Now.InUtc().Date.ToYearMonth().ToString("uuuu-MM", null);
    }

    private async Task Agree()
    {
        (await Api.Put("/v1/calendars/always", new { timeZone = "UTC" })).Expect(HttpStatusCode.OK);
        (await Api.Put("/v1/agreements/gold", new
        {
            kind = "sla",
            calendar = "always",
            targets = new object[]
            {
                new { metric = "first_response", within = "PT1H" },
                new { metric = "resolution", within = "PT4H", byPriority = UrgentFirst },
            },
            credits = new object[]
            {
                new { below = 95, credit = 5 }, new { below = 80, credit = 10 },
                new { below = 80, credit = 15, metric = "resolution" },
            },
        })).Expect(HttpStatusCode.OK);
        (await Api.Put("/v1/agreements/network-team", new
        {
            kind = "ola",
            calendar = "always",
            match = new { group = new[] { "network" } },
            targets = new[] { new { metric = "resolution", within = "PT3H" } },
        })).Expect(HttpStatusCode.OK);
    }

    private async Task<IEnumerable<(int Minute, Func<Task> Act)>> Story(Told told)
    {
        var incident = await Api.Report(new
        {
            title = "Something is wrong",
            service = told.Service,
            impact = told.Level,
            urgency = told.Level,
            group = told.Group,
        });
        await Api.Act(incident, "start");
        var steps = new List<(int Minute, Func<Task> Act)>
        {
            (told.Replied, async () => (await Api.Post(
                $"/v1/incidents/{IncidentApi.IdOf(incident)}/comments",
                new { body = "We are on it.", visibility = "public" })).Expect(HttpStatusCode.Created)),
        };
        if (told.Waits is { } reason)
        {
            steps.Add((told.From, () => Api.Act(incident, "hold", new { reason })));
            steps.Add((told.To, () => Api.Act(incident, "resume")));
        }
        if (told.Resolved is { } resolved)
            steps.Add((resolved, () => Api.Act(incident, "resolve", new { code = "fixed", note = "Done" })));
        return steps;
    }

    /// <summary>What happens to an incident, in minutes from its report.</summary>
    private sealed record Told(
        string Service, string Level, string Group, int Replied, int? Resolved, string? Waits = null, int From = 0,
        int To = 0);
}
