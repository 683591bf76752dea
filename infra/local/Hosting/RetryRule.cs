using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ItsmServerless.Local.Hosting;

/// <summary>How often, and when, the host runs a failed function again.</summary>
/// <remarks>
/// Of the triggers hosted here Functions does so for timers alone; on others it ignores the attribute without a word,
/// so it stops the start. https://learn.microsoft.com/azure/azure-functions/functions-bindings-error-pages#retries
/// </remarks>
/// <param name="MaxRetryCount">How many times more at most; -1 is without end.</param>
/// <param name="First">The time before the first retry.</param>
/// <param name="Longest">The longest time before a retry; each is twice the one before.</param>
internal sealed record RetryRule(int MaxRetryCount, TimeSpan First, TimeSpan Longest)
{
    private const int Endless = -1;

    /// <summary>The host runs it once.</summary>
    public static RetryRule None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>What the attribute of a function says; <see cref="None"/> when it has none.</summary>
    /// <exception cref="StartFailedException">Functions would ignore it, or it makes no sense.</exception>
    public static RetryRule Of(string function, MethodInfo method, TriggerBindingAttribute trigger)
    {
        if (AttributeOf(function, method) is not { } attribute)
            return None;
        if (trigger is not TimerTriggerAttribute)
        {
            throw LocalFunction.Refusal(
                function, $"Functions ignores {attribute.GetType().Name} where no timer starts the function.");
        }
        if (attribute.MaxRetryCount < Endless)
            throw LocalFunction.Refusal(function, $"it is to be retried {attribute.MaxRetryCount} times.");
        return Of(attribute);
    }

    /// <summary>Whether there is another try after so many retries.</summary>
    public bool Allows(int retries) => MaxRetryCount == Endless || retries < MaxRetryCount;

    /// <summary>The time before a retry; the first is 0.</summary>
    public TimeSpan DelayBefore(int retry) =>
        TimeSpan.FromTicks((long)Math.Min(First.Ticks * Math.Pow(2, retry), Longest.Ticks));

    private static RetryRule Of(RetryAttribute attribute) => attribute switch
    {
        FixedDelayRetryAttribute same =>
            new(same.MaxRetryCount, Interval(same.DelayInterval), Interval(same.DelayInterval)),
        ExponentialBackoffRetryAttribute growing =>
            new(growing.MaxRetryCount, Interval(growing.MinimumInterval), Interval(growing.MaximumInterval)),
        _ => None,
    };

    /// <summary>The attribute itself checks its intervals, when it is first looked at.</summary>
    private static RetryAttribute? AttributeOf(string function, MethodInfo method)
    {
        try
        {
            return method.GetCustomAttribute<RetryAttribute>();
        }
        catch (ArgumentException broken)
        {
            throw LocalFunction.Refusal(function, $"its retry attribute cannot be read: {broken.Message}");
        }
    }

    private static TimeSpan Interval(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
