using NodaTime;

namespace ItsmServerless.Kernel.Time;

/// <summary>The edge's clock. Nothing inside a rule reads it; the time travels in the command.</summary>
public sealed class Clock(TimeProvider time)
{
    /// <summary>Now, cut to whole milliseconds, so that what is stored is what is sent.</summary>
    public Instant Now => Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
