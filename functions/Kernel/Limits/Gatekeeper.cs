using System.Collections.Concurrent;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.Limits;

/// <summary>Lets a tenant's requests in as fast as its plan says. Remembers in memory, per instance; asks storage for
/// nothing that authentication has not asked before.</summary>
public sealed class Gatekeeper(
    TenantStates tenants, LimitSettings settings, QuotaStates quotas, Workload work, TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<(TenantId Tenant, Traffic Traffic), TenantBudget> budgets = new();
    private readonly ConcurrentDictionary<(string Key, Traffic Traffic), KeyBudget> keys = new();

    /// <summary>Whether one more request may come in.</summary>
    /// <param name="key">The credential: a key's id, or an intake source's.</param>
    /// <param name="quota">What the function uses up of the month; null for nothing.</param>
    /// <param name="waits">Whether it does nothing for most of its time, and so needs no place among those that
    /// work.</param>
    public async ValueTask<Admission> Admit(
        TenantId tenant, string key, Traffic traffic, string? quota, CancellationToken cancel, bool waits = false)
    {
        var plan = tenant == TenantId.Operator ? null : (await tenants.Find(tenant, cancel))?.Plan ?? "";
        var whole = Budget(tenant, traffic, plan);
        var part = Key($"{tenant}/{key}", traffic, whole.Rates);
        var admission = Decide(tenant, whole.Budget, part, quota);
        if (admission.Refusal is not null || waits) return admission;
        if (await work.Enter(tenant, traffic, cancel) is { } place)
            return admission with { Place = new Places(admission.Place!, place) };
        admission.Dispose();
        return admission with { Refusal = Overload.Refusal(), Place = null };
    }

    private Admission Decide(TenantId tenant, Budget whole, KeyBudget part, string? quota)
    {
        var own = part.Tokens.Take();
        var all = own.Taken ? whole.Tokens.Take() : default;
        if (own.Taken && !all.Taken) part.Tokens.Return();
        var left = own.Taken ? $"{whole.Left(all)}, {RateLimitHeaders.Left(part.Name, own)}" : RateLimitHeaders.Left(part.Name, own);
        var policy = $"{whole.Policy}, {part.Policy}";
        if (!own.Taken) return new(TooFast("credential", own), policy, left, null);
        if (!all.Taken) return new(TooFast("tenant", all), policy, left, null);
        if (quota is not null && quotas.Full(tenant, quota) is { } full) return new(full, policy, left, null);
        var place = whole.Enter();
        return place.IsAcquired ? new(null, policy, left, place) : new(Crowded(whole), policy, left, null);
    }

    private static Problem TooFast(string whose, BucketLevel level) =>
        new(ProblemCode.RateLimited, $"The {whose} asks faster than its plan allows; RateLimit says what is left.")
        {
            RetryAfterSeconds = Patience.After(level.UntilNext),
        };

    private static Problem Crowded(Budget budget) =>
        new(ProblemCode.RateLimited, budget.Crowded) { RetryAfterSeconds = Patience.After(TimeSpan.FromSeconds(1)) };

    private TenantBudget Budget(TenantId tenant, Traffic traffic, string? plan)
    {
        if (budgets.TryGetValue((tenant, traffic), out var known) && known.Plan == plan) return known;
        Tidy(budgets, budget => budget.Budget.IsIdle);
        var rates = settings.Of(plan);
        // Whatever its plan: no tenant fills the process, not by requests of all kinds either, most of which wait.
        var concurrent = Math.Clamp(settings.ConcurrentRequests / 4, 1, rates.Concurrent);
        var made = new TenantBudget(plan, rates, new(traffic, rates.Of(traffic), concurrent, time));
        return budgets.AddOrUpdate((tenant, traffic), made, (_, other) => other.Plan == plan ? other : made);
    }

    private KeyBudget Key(string key, Traffic traffic, PlanRates rates)
    {
        var perMinute = Math.Max(1, (int)((long)rates.Of(traffic) * rates.KeyShare / 100));
        if (keys.TryGetValue((key, traffic), out var known) && known.PerMinute == perMinute) return known;
        Tidy(keys, budget => budget.Tokens.IsFull());
        var made = KeyBudget.Of(traffic, perMinute, time);
        return keys.AddOrUpdate((key, traffic), made, (_, other) => other.PerMinute == perMinute ? other : made);
    }

    /// <summary>What is full again need not be remembered.</summary>
    private static void Tidy<TKey, T>(ConcurrentDictionary<TKey, T> remembered, Func<T, bool> isIdle) where TKey : notnull
    {
        if (remembered.Count < MostRemembered) return;
        foreach (var idle in remembered.Where(pair => isIdle(pair.Value))) remembered.TryRemove(idle);
    }

    private sealed record Places(IDisposable OfPlan, IDisposable OfProcess) : IDisposable
    {
        public void Dispose()
        {
            OfProcess.Dispose();
            OfPlan.Dispose();
        }
    }

    private sealed record TenantBudget(string? Plan, PlanRates Rates, Budget Budget);

    private sealed record KeyBudget(string Name, string Policy, int PerMinute, TokenBucket Tokens)
    {
        public static KeyBudget Of(Traffic traffic, int perMinute, TimeProvider time)
        {
            var name = RateLimitHeaders.KeyNameOf(traffic);
            return new(name, RateLimitHeaders.Policy(name, perMinute), perMinute, new(perMinute, RateLimitHeaders.Window, time));
        }
    }
}
