using System.Collections.Immutable;
using ItsmServerless.Bulk;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Notifications;

/// <summary>Tells who asked for a bulk that it is over: once, instead of once for each command. Pure.</summary>
public static class BulkNotices
{
    /// <summary>One to the caller's person; none where a machine asked.</summary>
    public static ImmutableArray<Notice> Of(BulkRun bulk) => bulk.Caller.Person is { } person
        ?
        [
            new("bulk_completed", [person.Value], new($"{bulk.Succeeded} of {bulk.Of} commands were taken",
            [
                new Paragraph(
                    $"Your bulk {bulk.Id} is {Words<BulkState>.Of(bulk.State)}: {bulk.Succeeded} of {bulk.Of} commands " +
                    $"were taken, {bulk.Failed} were refused. GET /v1/bulk/{bulk.Id}/results says of each what came of it."),
                .. bulk.Stopped is { } stopped ? [new Paragraph($"It was stopped: {stopped.Detail}")] : Array.Empty<Paragraph>(),
            ])),
        ]
        : [];
}
