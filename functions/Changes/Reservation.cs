using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A change has, or is about to have, an item or a person for a time.</summary>
/// <param name="TakenAt">When it was taken: it counts for a while before the change is scheduled.</param>
public sealed record Reservation(RecordId Change, Instant Start, Instant End, Instant TakenAt)
{
    /// <summary>How long a scheduling may be under way. One that a crash left takes no longer to be over.</summary>
    public static readonly Duration Patience = Duration.FromMinutes(2);

    /// <summary>Whether it still counts, by what its change is now.</summary>
    public bool Stands(Change? holder, Instant now) => holder is not null && (holder.HoldsWindow ||
        (holder.State == ChangeState.Approved && now - TakenAt < Patience && now >= TakenAt));
}

/// <summary>What is reserved of an item or a person.</summary>
/// <param name="Key">Of the row.</param>
/// <param name="IsOwn">Whether the change itself needs it; a related item is only looked at.</param>
/// <param name="ETag">Null when there is no row yet.</param>
internal sealed record ReservedThing(string Key, bool IsOwn, IReadOnlyList<Reservation> Reservations, Azure.ETag? ETag);
