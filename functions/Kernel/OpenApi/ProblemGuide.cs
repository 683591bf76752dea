using System.Collections.Immutable;
using System.Reflection;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>A refusal explained to who met it.</summary>
/// <param name="Code">As it is written in problem documents.</param>
/// <param name="Meaning">What it says of the request.</param>
/// <param name="Advice">What to do.</param>
public sealed record ExplainedProblem(string Code, string Title, int Status, string Meaning, string Advice)
{
    /// <summary>A problem document with this code.</summary>
    public ProblemDocument Example { get; } = new(
        $"/problems/{Code}", Title, Status, Meaning, Code, "4bf92f3577b34da6a3ce929d0e0e4736",
        Code == ProblemCode.ValidationFailed.ToText()
            ? [new("/title", "too_long", "/title has 300 characters; 1 to 256 are allowed.")]
            : ImmutableArray<FieldError>.Empty);
}

/// <summary>Every refusal there is, explained by what the code says of it.</summary>
public sealed class ProblemGuide
{
    /// <summary>By status, then by code.</summary>
    public ImmutableArray<ExplainedProblem> All { get; } = Read(new XmlSummaries(typeof(ProblemCode).Assembly));

    /// <summary>The explanation of a code; null when there is no such code.</summary>
    public ExplainedProblem? Find(string code) => All.FirstOrDefault(problem => problem.Code == code);

    private static ImmutableArray<ExplainedProblem> Read(XmlSummaries texts) =>
    [
        .. Enum.GetValues<ProblemCode>().Select(code => Explain(code, texts))
            .OrderBy(problem => problem.Status).ThenBy(problem => problem.Code, StringComparer.Ordinal),
    ];

    private static ExplainedProblem Explain(ProblemCode code, XmlSummaries texts)
    {
        var field = typeof(ProblemCode).GetField(code.ToString(), BindingFlags.Public | BindingFlags.Static)!;
        return new(
            code.ToText(), ProblemStatus.Title(code), ProblemStatus.Of(code),
            texts.Of(field) ?? "", texts.RemarksOf(field) ?? "");
    }
}
