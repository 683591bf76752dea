using System.Text.Json.Serialization;

namespace ItsmServerless.Changes;

/// <summary>What can go wrong.</summary>
/// <param name="Answers">To the tenant's questionnaire: answers' keys by questions' keys.</param>
/// <param name="Questionnaire">What the answers make of it; null where no questionnaire was in force.</param>
public sealed record Risk(
    RiskLevel Impact, RiskLevel Likelihood,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string>? Answers = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AnsweredRisk? Questionnaire = null)
{
    /// <summary>The level by impact and likelihood: two steps below the worst still count as medium, as in a matrix of
    /// three by three.</summary>
    /// <remarks>high×high and high×medium are high; low×low and low×medium are low; the rest is medium (ISO 31010,
    /// B.10.3, leaves the matrix to the organization).</remarks>
    [JsonIgnore]
    public RiskLevel ByMatrix => ((int)Impact + (int)Likelihood) switch
    {
        <= 1 => RiskLevel.High,
        2 => RiskLevel.Medium,
        _ => RiskLevel.Low,
    };

    /// <summary>The higher one of the level by matrix and the level by answers.</summary>
    [JsonIgnore]
    public RiskLevel Level => Questionnaire is { } answered && answered.Level < ByMatrix ? answered.Level : ByMatrix;
}

/// <summary>What a questionnaire makes of answers.</summary>
/// <param name="Version">The questionnaire's.</param>
/// <param name="Points">Of all answers together.</param>
/// <param name="Level">By the questionnaire's thresholds.</param>
public sealed record AnsweredRisk(int Version, int Points, RiskLevel Level);

/// <summary>How a risk level came about.</summary>
/// <param name="Level">The higher one of both.</param>
/// <param name="ByMatrix">By impact and likelihood.</param>
/// <param name="ByAnswers">By the questionnaire; null where none was in force.</param>
/// <param name="Points">Of the answers.</param>
/// <param name="QuestionnaireVersion">The questionnaire that was in force.</param>
/// <param name="RaisedBy">Which of the two made the level: <c>matrix</c>, <c>questionnaire</c>, or <c>both</c>.</param>
public sealed record RiskAssessment(
    RiskLevel Level, RiskLevel ByMatrix, RiskLevel? ByAnswers, int? Points, int? QuestionnaireVersion, string RaisedBy)
{
    /// <summary>The assessment that is recorded in a risk.</summary>
    public static RiskAssessment Of(Risk risk) => new(
        risk.Level, risk.ByMatrix, risk.Questionnaire?.Level, risk.Questionnaire?.Points, risk.Questionnaire?.Version,
        risk.Questionnaire is not { } answered || answered.Level > risk.ByMatrix ? "matrix"
        : answered.Level < risk.ByMatrix ? "questionnaire" : "both");
}
