using System.Globalization;
using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Bus;

/// <summary>What a person can do to dead letters.</summary>
internal sealed class BusActions(DeskBus bus)
{
    /// <summary>Delivers one again, or all of them.</summary>
    public async Task<IResult> ReplayAsync(HttpContext http)
    {
        var chosen = await ChosenAsync(http);
        var count = await bus.ReplayAsync(chosen, http.RequestAborted);
        return count > 0
            ? Notice.Done(http, "/bus", $"Delivered again: {count} {(count == 1 ? "message" : "messages")}.")
            : Notice.Refused(http, "/bus", "There is no such dead letter any more.");
    }

    /// <summary>Removes one for good.</summary>
    public async Task<IResult> DeleteAsync(HttpContext http)
    {
        var (entity, sequence) = await ChosenAsync(http);
        return entity is not null && sequence is { } number
            && await bus.DeleteAsync(entity, number, http.RequestAborted)
            ? Notice.Done(http, "/bus", $"Message {number} is deleted.")
            : Notice.Refused(http, "/bus", "There is no such dead letter any more.");
    }

    private static async Task<DeskBus.Replay> ChosenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return new DeskBus.Replay(
            form.Field("entity") is { Length: > 0 } entity ? entity : null,
            long.TryParse(form.Field("sequence"), CultureInfo.InvariantCulture, out var sequence) ? sequence : null);
    }
}
