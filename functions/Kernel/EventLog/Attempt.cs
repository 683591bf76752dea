using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>One command on its way: look for its own earlier success, decide, commit, and again when another came
/// between.</summary>
internal sealed class Attempt<TState, TEvent>(CommandPath path, CommandContext command, RecordId id, Func<TState?, Decision<TEvent>> decide)
    where TState : class, IRecord<TState, TEvent> where TEvent : class
{
    private const int Tries = 4;
    private bool intended;

    public async Task<Outcome<Versioned<TState>>> Run(bool assumeNew, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var fresh = assumeNew && attempt == 0;
            var repeat = fresh ? null : await Repeat(attempt > 0, cancel);
            if (repeat is { } again) return again;
            var head = fresh ? null : await path.Store.Head(command.Tenant, id, cancel);
            if (await Once(head, fresh, cancel) is { } outcome) return outcome;
        }
        return Stale();
    }

    /// <summary>The answer of the first time, when this command was committed before.</summary>
    private async Task<Outcome<Versioned<TState>>?> Repeat(bool afterConflict, CancellationToken cancel)
    {
        if (!command.MayRepeat && !afterConflict) return null;
        var done = await path.Store.Command(command.Tenant, id, command.Id, cancel);
        if (done is null) return null;
        if (done.RefusalOf(command) is { } refusal) return refusal;
        return await path.AsOf<TState, TEvent>(command.Tenant, id, done.Last, cancel);
    }

    /// <summary>One try. Null: another command came between.</summary>
    private async Task<Outcome<Versioned<TState>>?> Once(HeadRow? head, bool fresh, CancellationToken cancel)
    {
        var stored = head?.As<TState>(id);
        var current = stored is null || TState.IsDeleted(stored.State) ? null : stored;
        if (Precondition(current) is { } unmet) return unmet;
        var decision = decide(current?.State);
        if (decision.Refusal is { } refusal) return await Refused(refusal, head?.Version ?? 0, fresh, cancel);
        // Settings that were never put are shown in version 0: so that is the ETag of what is not there.
        if (current is null && command.IfMatch is { Version: not 0 }) return NothingThere();
        if (decision.Events.IsEmpty && current is null) return current!;
        if (decision.Events.IsEmpty) return await Answered(current!, current!.Version, KeptAnswer.Nothing, cancel);
        return await Commit(head, stored, decision.Events, cancel);
    }

    /// <summary>The refusal, unless the command was answered before.</summary>
    /// <param name="fresh">The record was taken to be new and nothing was read: perhaps this very command made
    /// it.</param>
    private async Task<Outcome<Versioned<TState>>> Refused(
        Problem refusal, int version, bool fresh, CancellationToken cancel) =>
        fresh && command.MayRepeat && await Repeat(afterConflict: true, cancel) is { } first
            ? first
            : await Answered(refusal, version, KeptAnswer.Of(refusal), cancel);

    /// <summary>The answer to a command without events, kept where that is promised; or the first one, where the same
    /// command was faster.</summary>
    private async Task<Outcome<Versioned<TState>>> Answered(
        Outcome<Versioned<TState>> answer, int version, KeptAnswer? kept, CancellationToken cancel)
    {
        if (!command.KeepsAnswer || kept is null) return answer;
        var isKept = await path.Store.TryKeep(command.Tenant, id, command, version, kept, cancel);
        return isKept ? answer : await Repeat(afterConflict: true, cancel) ?? answer;
    }

    private async Task<Outcome<Versioned<TState>>?> Commit(
        HeadRow? head, Versioned<TState>? current, ImmutableArray<TEvent> events, CancellationToken cancel)
    {
        var (after, stored) = Fold.Onto<TState, TEvent>(id, head, current, command, events);
        var transaction = Transaction.Of(id, TState.Practice, command, head, after.State, stored);
        if (transaction.IsRefused(out var tooLarge, out var ready)) return tooLarge;
        if (!intended) await path.Intents.Put(command, id, cancel);
        intended = true;
        if (!await path.Store.TryCommit(command.Tenant, ready, cancel)) return null;
        await path.Publish(command, id, TState.Practice, Changed(current, after), stored, cancel);
        return after;
    }

    private static RowChange Changed(Versioned<TState>? before, Versioned<TState> after) =>
        RowChange.By(before is null ? [] : [.. TState.Rows(before.State)], TState.Rows(after.State));

    private Problem? Precondition(Versioned<TState>? current) => (current, command.IfMatch) switch
    {
        (null, _) => null,
        (_, null) when command.IfMatchRequired => new(ProblemCode.PreconditionRequired, "Send If-Match with the ETag of the version you saw, or * for whatever it is now."),
        (_, { } match) when !match.Accepts(current.Version) => Stale(),
        _ => null,
    };

    /// <summary>RFC 9110, 13.1.1: what is not there matches no If-Match, also not <c>*</c>.</summary>
    private static Problem NothingThere() => new(
        ProblemCode.VersionConflict,
        $"If-Match asks for a {TState.Practice} that exists, and there is none; leave it out to make one.");

    private static Problem Stale() => new(ProblemCode.VersionConflict, $"The {TState.Practice} changed since; read it again.");
}
