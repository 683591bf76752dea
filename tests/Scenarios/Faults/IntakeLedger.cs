using System.Collections.Concurrent;

namespace ItsmServerless.Tests.Scenarios.Faults;

/// <summary>What was sent, and what was acknowledged: the books that are compared with the product's afterwards.</summary>
internal sealed class IntakeLedger(int intakes)
{
    private readonly ConcurrentDictionary<int, SentIntake> _acknowledged = new();
    private long _requests, _unknown;

    /// <summary>Everything that is to be sent.</summary>
    public IEnumerable<SentIntake> Todo => Enumerable.Range(0, intakes).Select(SentIntake.Of);

    /// <summary>What the product said it has.</summary>
    public IReadOnlyCollection<SentIntake> Acknowledged => (IReadOnlyCollection<SentIntake>)_acknowledged.Values;

    /// <summary>The requests so far, repeats included.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>The requests of which nobody knows what became of them: no answer, or one that may be tried again.</summary>
    public long Unknown => Volatile.Read(ref _unknown);

    /// <summary>A request and how it was answered; null for no answer.</summary>
    /// <returns>Whether it was acknowledged.</returns>
    /// <exception cref="InvalidOperationException">It was refused for good, which nothing sent here deserves.</exception>
    public bool Note(SentIntake intake, int? status, string answer)
    {
        Interlocked.Increment(ref _requests);
        if (status is 201 or 202)
        {
            _acknowledged[intake.Number] = intake;
            return true;
        }
        if (status is not (null or 409 or 429 or >= 500))
            throw new InvalidOperationException($"{intake.Title} was answered {status}: {answer}");
        Interlocked.Increment(ref _unknown);
        return false;
    }
}
