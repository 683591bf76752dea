using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;

namespace ItsmServerless.Kernel.Limits;

/// <summary>What the limits are.</summary>
/// <param name="Rates">By plan, of this instance alone. Settings <c>Plans:free:Rates</c> and so on.</param>
/// <param name="ConcurrentRequests">Requests that this process works on at the same time. Setting
/// <c>Limits:ConcurrentRequests</c>.</param>
public sealed record LimitSettings(FrozenDictionary<string, PlanRates> Rates, int ConcurrentRequests)
{
    /// <summary>What the bound on requests under way never falls below, and begins with. Setting
    /// <c>Limits:LeastUnderWay</c>.</summary>
    public int LeastUnderWay { get; init; } = 16;

    /// <summary>Storage calls that consumers of events make at the same time. Setting
    /// <c>Limits:ConsumerCalls</c>.</summary>
    public int ConsumerCalls { get; init; } = 8;

    /// <summary>How long accepted work may wait until less is accepted. Setting <c>Limits:BacklogSeconds</c>.</summary>
    public TimeSpan Backlog { get; init; } = TimeSpan.FromSeconds(2);

    private const string Smallest = "free";
    private const string Operators = "unlimited";

    private static readonly Dictionary<string, string> Usual = new(StringComparer.Ordinal)
    {
        [Smallest] = "reads=600,writes=300,intake=600,concurrent=20,key=80",
        ["standard"] = "reads=6000,writes=3000,intake=6000,concurrent=50,key=80",
        [Operators] = "reads=600000,writes=600000,intake=600000,concurrent=1000,key=100",
    };

    /// <summary>The names of the plans.</summary>
    public static IReadOnlyCollection<string> Plans => Usual.Keys;

    /// <summary>Reads the settings, each with a usual value; a broken one stops the process with its name.</summary>
    /// <remarks><c>Limits:Instances</c> is over how many instances a plan's rates are spread: an instance knows
    /// nothing of the others.</remarks>
    public static LimitSettings Of(IConfiguration configuration)
    {
        var instances = configuration.Optional("Limits:Instances", "1", AtLeastOne);
        var rates = Usual.ToFrozenDictionary(
            plan => plan.Key,
            plan => configuration.Optional($"Plans:{plan.Key}:Rates", plan.Value, PlanRates.Parse).Over(instances),
            StringComparer.Ordinal);
        return new(rates, configuration.Optional("Limits:ConcurrentRequests", "256", AtLeastOne))
        {
            LeastUnderWay = configuration.Optional("Limits:LeastUnderWay", "16", AtLeastOne),
            ConsumerCalls = configuration.Optional("Limits:ConsumerCalls", "8", AtLeastOne),
            Backlog = TimeSpan.FromSeconds(configuration.Optional("Limits:BacklogSeconds", "2", AtLeastOne)),
        };
    }

    /// <summary>The rates of a plan; of a plan that is not known, those of the smallest.</summary>
    /// <param name="plan">Null for the operator.</param>
    public PlanRates Of(string? plan) => Rates.GetValueOrDefault(plan ?? Operators) ?? Rates[Smallest];

    private static int AtLeastOne(string text) =>
        int.TryParse(text, out var number) && number >= 1 ? number : throw new FormatException($"{text} is no number from 1.");
}
