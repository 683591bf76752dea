using System.Runtime.InteropServices;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>One run of a clock as the record's events tell it, before any calendar is looked at.</summary>
/// <param name="Number">1, and for every further <c>next_response</c> one more.</param>
/// <param name="Stretches">What the clock did from when on, in order; there is at least one.</param>
/// <param name="Aims">How long it was allowed from when on, in order; there is at least one.</param>
internal sealed record Round(int Number, Instant StartedAt, IReadOnlyList<Stretch> Stretches, IReadOnlyList<Aim> Aims);

/// <summary>What a clock does from an instant until the next stretch.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Stretch(Instant From, StretchKind Kind, string Cause);

/// <summary>How long a clock is allowed from an instant on; null while the agreement is not about the record.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Aim(Instant From, Duration? Within);

/// <summary>What a clock does.</summary>
internal enum StretchKind
{
    Counting,
    Paused,
    Stopped,
    Cancelled,
}
