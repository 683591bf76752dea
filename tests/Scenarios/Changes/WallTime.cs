using NodaTime;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>The time on the wall, which goes on when it is told to and outlives processes.</summary>
internal sealed class WallTime : TimeProvider
{
    public static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);

    public Instant Now { get; private set; } = Start;

    public void GoOn(Instant until) => Now = Instant.Max(Now, until);

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}
