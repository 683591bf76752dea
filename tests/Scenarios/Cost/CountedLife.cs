using System.Text.Json;

namespace ItsmServerless.Tests.Scenarios.Cost;

/// <summary>What a life was counted to cost, as it is checked in beside the page: <c>counts.json</c>.</summary>
internal sealed record CountedLife(string Life, int Together, IReadOnlyList<CountedStep> Steps)
{
    public static CountedLife Of(string life, IReadOnlyList<StepCost> steps) =>
        new(life, steps[0].Records, [.. steps.Select(CountedStep.Of)]);

    public static IReadOnlyList<CountedLife> Read() =>
        JsonSerializer.Deserialize<IReadOnlyList<CountedLife>>(File.ReadAllText(CostFiles.Of("counts.json")), CostFiles.Json)!;

    public static void Write(IReadOnlyList<CountedLife> lives) =>
        File.WriteAllText(CostFiles.Of("counts.json"), JsonSerializer.Serialize(lives, CostFiles.Json) + "\n");

    public CountedStep Whole => new(
        "whole life", Steps.Sum(step => step.Tables), Steps.Sum(step => step.BlobReads), Steps.Sum(step => step.BlobWrites),
        Steps.Sum(step => step.Bus), Steps.Sum(step => step.Executions), Steps.Sum(step => step.Emulation));
}

/// <summary>A step of one record.</summary>
internal sealed record CountedStep(
    string Step, double Tables, double BlobReads, double BlobWrites, double Bus, double Executions, double Emulation)
{
    public double Storage => Tables + BlobReads + BlobWrites;

    public static CountedStep Of(StepCost step) => new(
        step.Step, Rounded(step.TableCalls), Rounded(step.BlobReads), Rounded(step.BlobWrites), Rounded(step.BusOperations),
        Rounded(step.ExecutionsOfOne), Rounded((double)step.Emulation / step.Records));

    private static double Rounded(double number) => Math.Round(number, 1);
}
