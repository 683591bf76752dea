using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.Limits;

/// <summary>Keeps the process within what it can hold: what comes above is refused at once, before anything is read or
/// remembered of it.</summary>
/// <remarks>Reads go first, at four fifths of the places, then writes, at nine tenths; intake goes last.</remarks>
public sealed class Overload(LimitSettings settings)
{
    private readonly int most = settings.ConcurrentRequests;
    private int underWay;

    /// <summary>Requests under way.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>Whether one more may come in; who may, leaves by <see cref="Leave"/>.</summary>
    public bool TryEnter(Traffic traffic)
    {
        if (Interlocked.Increment(ref underWay) <= PlacesOf(traffic)) return true;
        Leave();
        return false;
    }

    /// <summary>After the answer.</summary>
    public void Leave() => Interlocked.Decrement(ref underWay);

    /// <summary>What those hear who may not.</summary>
    public static Problem Refusal() => new(ProblemCode.Overloaded, "More is under way than can be worked on; ask again.")
    {
        RetryAfterSeconds = Patience.After(TimeSpan.FromSeconds(1)),
    };

    private int PlacesOf(Traffic traffic) => Math.Max(1, traffic switch
    {
        Traffic.Reads => most * 8 / 10,
        Traffic.Writes => most * 9 / 10,
        _ => most,
    });
}
