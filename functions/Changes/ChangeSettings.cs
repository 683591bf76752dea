using ItsmServerless.Kernel;
using Microsoft.Extensions.Configuration;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Changes;

/// <summary>When owners of changes are told.</summary>
/// <param name="RemindBefore">So long before the window, longest first.</param>
/// <param name="ChaseReviewEvery">From the end of a change on, until somebody looked back at it.</param>
/// <param name="ChaseReviewAtMost">How often.</param>
public sealed record ChangeSettings(
    IReadOnlyList<Duration> RemindBefore, Duration ChaseReviewEvery, int ChaseReviewAtMost)
{
    /// <summary>A day and an hour before; every two days, five times.</summary>
    public static ChangeSettings Default { get; } =
        new([Duration.FromDays(1), Duration.FromHours(1)], Duration.FromDays(2), 5);

    /// <summary>Reads <c>Changes:RemindBefore</c> (<c>P1D,PT1H</c>), <c>Changes:ChaseReviewEvery</c> and
    /// <c>Changes:ChaseReviewAtMost</c>; what is missing is as in <see cref="Default"/>.</summary>
    public static ChangeSettings Of(IConfiguration configuration) => new(
        configuration["Changes:RemindBefore"] is null ? Default.RemindBefore
            : configuration.Required("Changes:RemindBefore", Times),
        configuration["Changes:ChaseReviewEvery"] is null ? Default.ChaseReviewEvery
            : configuration.Required("Changes:ChaseReviewEvery", Time),
        configuration["Changes:ChaseReviewAtMost"] is null ? Default.ChaseReviewAtMost
            : configuration.Required("Changes:ChaseReviewAtMost", text => int.Parse(text)));

    private static IReadOnlyList<Duration> Times(string text) =>
        [.. text.Split(',').Select(each => Time(each.Trim())).OrderDescending()];

    private static Duration Time(string text) =>
        PeriodPattern.NormalizingIso.Parse(text) is { Success: true, Value: { Months: 0, Years: 0 } period } &&
        period.ToDuration() is var time && time > Duration.Zero
            ? time
            : throw new FormatException($"{text} is no duration such as P1D or PT1H.");
}
