namespace ItsmServerless.Local.Durable.History;

/// <summary>What an instance received at one time and which steps it took then: what one transaction stored.</summary>
/// <param name="At">The orchestrator's time during the turn.</param>
/// <param name="Ran">Whether its code ran; it does not when it is suspended, resumed or terminated.</param>
/// <param name="Events">First what was received, in order, then the steps taken, in order.</param>
public sealed record Turn(DateTimeOffset At, bool Ran, IReadOnlyList<HistoryEvent> Events)
{
    /// <summary>What was received.</summary>
    internal IEnumerable<HistoryEvent> Received => Events.Where(occurred => occurred is not StepTaken);

    /// <summary>The steps taken.</summary>
    internal IEnumerable<StepTaken> Steps => Events.OfType<StepTaken>();
}
