using System.Text.Json;
using System.Text.Json.Serialization;
using ItsmServerless.Local.Desk.Bus;
using ItsmServerless.Local.Desk.Captures;
using ItsmServerless.Local.Desk.Cards;
using ItsmServerless.Local.Desk.Mails;
using ItsmServerless.Local.Desk.Orchestrations;
using ItsmServerless.Local.Desk.Time;

namespace ItsmServerless.Local.Desk;

/// <summary>The desk's routes for programs (CONTRACT §11), each with the page a person gets at the same address; what
/// is for people alone is in <see cref="DeskPages"/>.</summary>
internal static class DeskEndpoints
{
    /// <summary>Where they begin.</summary>
    public const string Root = "/_local";

    /// <summary>Where webhooks are captured.</summary>
    public const string Hooks = Root + "/hooks";

    /// <summary>Where Teams cards are captured, and shown.</summary>
    public const string Cards = Root + "/teams";

    /// <summary>How the desk writes JSON.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new UtcTimes() },
    };

    /// <summary>Maps them, and the pages.</summary>
    public static void MapDesk(this IEndpointRouteBuilder endpoints)
    {
        var desk = endpoints.MapGroup(Root);
        desk.MapPages();
        MapLists(desk);
        MapChanges(desk);
        desk.Map("/hooks/{**name}", (string? name, CaptureEndpoints captures, HttpContext http) =>
            captures.HookAsync(name, http));
        desk.MapPost("/teams/{**channel}", (string? channel, CaptureEndpoints captures, HttpContext http) =>
            captures.CardAsync(channel, http));
    }

    private static void MapLists(RouteGroupBuilder desk)
    {
        desk.MapGet("/mail", async (string? to, DeskMailStore mails, CancellationToken cancel) =>
            Items(await mails.ListAsync(to, cancel)))
            .OrPage<MailsPage>((page, http) => page.ShowAsync(http));
        desk.MapGet("/teams", async (CaptureStore captures, CancellationToken cancel) =>
            Items(await captures.ListAsync(CaptureKinds.Card, cancel), CaptureView.Card))
            .OrPage<TeamsPage>((page, http) => page.ShowAsync(http));
        desk.MapGet("/webhooks", async (CaptureStore captures, CancellationToken cancel) =>
            Items(await captures.ListAsync(CaptureKinds.Hook, cancel), CaptureView.Hook))
            .OrPage<WebhooksPage>((page, http) => page.ShowAsync(http));
        desk.MapGet("/clock", (DeskClock clock) => Results.Json(clock.Read(), Json))
            .OrPage<ClockPage>((page, http) => Task.FromResult(page.Show(http)));
        desk.MapGet("/orchestrations", async (DeskOrchestrations all, CancellationToken cancel) =>
            Items(await all.ListAsync(cancel)))
            .OrPage<OrchestrationsPage>((page, http) => page.ShowAsync(http));
        desk.MapGet("/orchestrations/{**id}", (string id, DeskOrchestrations all, CancellationToken cancel) =>
            all.FindAsync(id, cancel))
            .OrPage<OrchestrationPage>((page, http) => page.ShowAsync($"{http.Request.RouteValues["id"]}", http));
        desk.MapGet("/bus", (DeskBus bus) => Items(bus.Counts()))
            .OrPage<BusPage>((page, http) => Task.FromResult(page.Show(http)));
        desk.MapGet("/bus/dead-letters", (DeskBus bus) => Items(bus.DeadLetters()))
            .OrPage<BusPage>((page, http) => Task.FromResult(page.Show(http)));
    }

    private static void MapChanges(RouteGroupBuilder desk)
    {
        desk.MapPost("/clock/advance", async (HttpRequest request, DeskClock clock, CancellationToken cancel) =>
            await ReadAsync<DeskClock.Advance>(request, cancel) is { } advance
                ? await clock.AdvanceAsync(advance, cancel)
                : NotJson())
            .OrForm<ClockPage>((page, http) => page.AdvanceAsync(http));
        desk.MapPost("/bus/dead-letters/replay", async (HttpRequest request, DeskBus bus, CancellationToken cancel) =>
            await ReadAsync<DeskBus.Replay>(request, cancel) is { } replay
                ? Results.Json(new { replayed = await bus.ReplayAsync(replay, cancel) }, Json)
                : NotJson())
            .OrForm<BusActions>((actions, http) => actions.ReplayAsync(http));
    }

    private static IResult Items<T>(IReadOnlyList<T> items) => Results.Json(new { items }, Json);

    private static IResult Items<T>(IReadOnlyList<T> items, Func<T, object> view) =>
        Items<object>([.. items.Select(view)]);

    private static async Task<T?> ReadAsync<T>(HttpRequest request, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await request.ReadFromJsonAsync<T>(Json, cancel);
        }
        catch (JsonException)
        {
            return null; // Said to the caller as invalid_json.
        }
    }

    private static IResult NotJson() =>
        DeskProblem.Of(StatusCodes.Status400BadRequest, "invalid_json", "The body is not the JSON the desk takes.");

    /// <summary>RFC 3339 in UTC with a Z, as the API writes times.</summary>
    private sealed class UtcTimes : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime);
    }
}
