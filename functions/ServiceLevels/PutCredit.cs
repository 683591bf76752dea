using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.ServiceLevels;

/// <summary>What is to be owed when too little is kept in a month.</summary>
/// <param name="Below">95 for less than 95 percent met.</param>
/// <param name="Credit">In percent of what is paid for the month.</param>
/// <param name="Metric">The target it is about; missing means all targets together.</param>
public sealed record PutCredit(decimal? Below, decimal? Credit, string? Metric = null)
{
    private const int Most = 20;
    private const int Decimals = 4;

    private static readonly string Promised = Words<AgreementKind>.Of(AgreementKind.Sla);

    internal static IEnumerable<FieldError> Validate(
        string pointer, string? kind, IReadOnlyList<PutCredit>? credits, IReadOnlyList<PutTarget>? targets) =>
    [
        .. Check.That(
            credits is null or [] || kind is null || kind == Promised, pointer, "not_allowed",
            $"{pointer} is there; only an sla has credits."),
        .. Check.Count(pointer, credits, 0, Most),
        .. Check.Each(pointer, credits, (at, credit) => One(at, credit, targets)),
        .. Ladder(pointer, credits ?? []),
    ];

    internal Credit ToCredit() => new(Below!.Value, Credit!.Value, Words<Metric>.Parse(Metric));

    private static IEnumerable<FieldError> One(
        string pointer, PutCredit? body, IReadOnlyList<PutTarget>? targets) => body is null
        ? Check.Present(pointer, null)
        :
        [
            .. Check.Present($"{pointer}/below", body.Below),
            .. Percentage($"{pointer}/below", body.Below),
            .. Check.Present($"{pointer}/credit", body.Credit),
            .. Percentage($"{pointer}/credit", body.Credit),
            .. Check.OneOf(
                $"{pointer}/metric", body.Metric,
                [.. (targets ?? []).Select(target => target?.Metric).OfType<string>()]),
        ];

    private static IEnumerable<FieldError> Percentage(string pointer, decimal? value) => Check.That(
        value is not { } number || (number > 0 && number <= 100 && decimal.Round(number, Decimals) == number),
        pointer, "range", $"{pointer} is not above 0 and up to 100, with at most {Decimals} decimals.");

    /// <summary>The less was kept, the more is owed, whatever the order they are told in.</summary>
    private static IEnumerable<FieldError> Ladder(string pointer, IReadOnlyList<PutCredit?> credits) => credits
        .Select((credit, index) => (Step: credit, At: $"{pointer}/{index}"))
        .Where(step => step.Step is { Below: not null, Credit: not null })
        .GroupBy(step => step.Step!.Metric)
        .SelectMany(ofMetric => Rising([.. ofMetric.OrderByDescending(step => step.Step!.Below)]));

    private static IEnumerable<FieldError> Rising(IReadOnlyList<(PutCredit? Step, string At)> falling)
    {
        for (var i = 1; i < falling.Count; i++)
        {
            var ((before, _), (step, at)) = (falling[i - 1], falling[i]);
            if (step!.Below == before!.Below)
                yield return new($"{at}/below", "duplicate", $"{at}/below is {step.Below} a second time.");
            else if (step.Credit <= before.Credit)
                yield return new(
                    $"{at}/credit", "order",
                    $"{at}/credit is {step.Credit}; below {before.Below} it is {before.Credit} already.");
        }
    }
}
