using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Rules;

/// <summary>Rules to be tried out on what came in: nothing is kept or changed.</summary>
/// <param name="Receipts">How many of the newest, 1 to 50; 20 when missing.</param>
public sealed record TryIntakeRules(IReadOnlyList<IntakeRuleBody>? Rules, int? Receipts = null) : IBody<TryIntakeRules>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(TryIntakeRules body) =>
    [
        .. PutIntakeRules.Validate(new(body.Rules)),
        .. Check.That(body.Receipts is not (< 1 or > 50), "/receipts", "range", "/receipts is 1 to 50."),
    ];
}
