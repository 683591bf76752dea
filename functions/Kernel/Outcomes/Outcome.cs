using System.Diagnostics.CodeAnalysis;

namespace ItsmServerless.Kernel.Outcomes;

/// <summary>A value or the problem that stands in its place.</summary>
public readonly struct Outcome<T>
{
    private readonly T value;

    private Outcome(T value, Problem? problem) => (this.value, Problem) = (value, problem);

    /// <summary>The refusal; null when there is a value.</summary>
    public Problem? Problem { get; }

    /// <summary>The value. Asking for it on a refusal is a bug and throws.</summary>
    public T Value => Problem is null ? value : throw new InvalidOperationException($"Refused: {Problem.Detail}");

    /// <summary>Whether it was refused, and if not, the value.</summary>
    public bool IsRefused([NotNullWhen(true)] out Problem? problem, [MaybeNullWhen(true)] out T result)
    {
        (problem, result) = (Problem, value);
        return problem is not null;
    }

    /// <summary>Goes on with the value, or keeps the refusal.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, Outcome<TNext>> next) => Problem is null ? next(value) : Problem;

    /// <summary>Goes on with the value, or keeps the refusal.</summary>
    public async Task<Outcome<TNext>> Then<TNext>(Func<T, Task<Outcome<TNext>>> next) =>
        Problem is null ? await next(value) : Problem;

    /// <summary>Turns the value into another that cannot be refused.</summary>
    public Outcome<TNext> Map<TNext>(Func<T, TNext> map) => Problem is null ? Of(map(value)) : Problem;

    /// <summary>Either way, one result.</summary>
    public TResult Match<TResult>(Func<T, TResult> done, Func<Problem, TResult> refused) =>
        Problem is null ? done(value) : refused(Problem);

    /// <summary>A value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Outcome<T>(Problem problem) => new(default!, problem);

    private static Outcome<TNext> Of<TNext>(TNext next) => next;
}

/// <summary>The same, for outcomes that are still under way.</summary>
public static class OutcomeTasks
{
    /// <summary>Goes on with the value, or keeps the refusal.</summary>
    public static async Task<Outcome<TNext>> Then<T, TNext>(this Task<Outcome<T>> outcome, Func<T, Task<Outcome<TNext>>> next) =>
        await (await outcome).Then(next);

    /// <summary>Goes on with the value, or keeps the refusal.</summary>
    public static async Task<Outcome<TNext>> Then<T, TNext>(this Task<Outcome<T>> outcome, Func<T, Outcome<TNext>> next) =>
        (await outcome).Then(next);

    /// <summary>Turns the value into another that cannot be refused.</summary>
    public static async Task<Outcome<TNext>> Map<T, TNext>(this Task<Outcome<T>> outcome, Func<T, TNext> map) =>
        (await outcome).Map(map);
}
