using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants;

/// <summary>An admin says how the tenant works. What is missing goes back to the default.</summary>
public sealed record PutSettings(PutPriorityMatrix? PriorityMatrix = null) : IBody<PutSettings>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutSettings body) =>
        body.PriorityMatrix is { } matrix ? PutPriorityMatrix.Validate(matrix) : [];

    /// <summary>All of it is replaced.</summary>
    public static Decision<TenantSettingsEvent> Decide(PutSettings body) =>
        new TenantSettingsPut(body.PriorityMatrix?.ToMatrix());
}

/// <summary>A matrix as callers write it: a row for each impact, all nine cells.</summary>
public sealed record PutPriorityMatrix(PutPriorityRow? High, PutPriorityRow? Medium, PutPriorityRow? Low)
{
    private static readonly Level[] Levels = [Level.High, Level.Medium, Level.Low];

    /// <summary>The matrix, once checked.</summary>
    public PriorityMatrix ToMatrix() => new(High!.ToRow(), Medium!.ToRow(), Low!.ToRow());

    /// <summary>Complete; and a lower impact or urgency never makes a higher priority.</summary>
    internal static IEnumerable<FieldError> Validate(PutPriorityMatrix matrix)
    {
        FieldError[] errors = [.. Cells.SelectMany(cell => Cell(matrix, cell.Impact, cell.Urgency))];
        return errors.Length > 0 ? errors : Cells.SelectMany(cell => Order(matrix.ToMatrix(), cell.Impact, cell.Urgency));
    }

    private static IEnumerable<(Level Impact, Level Urgency)> Cells =>
        Levels.SelectMany(impact => Levels.Select(urgency => (impact, urgency)));

    private static IEnumerable<FieldError> Cell(PutPriorityMatrix matrix, Level impact, Level urgency)
    {
        var (pointer, text) = (Pointer(impact, urgency), matrix.Row(impact)?.Cell(urgency));
        return [.. Check.Present(pointer, text), .. Check.OneOf(pointer, text, Words<Priority>.All)];
    }

    /// <summary>The cell against those one level above it; by these, all others are in order.</summary>
    private static IEnumerable<FieldError> Order(PriorityMatrix matrix, Level impact, Level urgency) =>
    [
        .. Above(impact).SelectMany(higher => Order(matrix, (impact, urgency), (higher, urgency))),
        .. Above(urgency).SelectMany(higher => Order(matrix, (impact, urgency), (impact, higher))),
    ];

    private static IEnumerable<FieldError> Order(
        PriorityMatrix matrix, (Level Impact, Level Urgency) cell, (Level Impact, Level Urgency) higher)
    {
        var (own, limit) = (matrix.Of(cell.Impact, cell.Urgency), matrix.Of(higher.Impact, higher.Urgency));
        var pointer = Pointer(cell.Impact, cell.Urgency);
        return Check.That(own >= limit, pointer, "order",
            $"{pointer} is {own}, which is above {limit} of {Pointer(higher.Impact, higher.Urgency)}.");
    }

    private static IEnumerable<Level> Above(Level level) =>
        Levels.TakeWhile(other => other != level).TakeLast(1);

    private static string Pointer(Level impact, Level urgency) =>
        $"/priorityMatrix/{Words<Level>.Of(impact)}/{Words<Level>.Of(urgency)}";

    private PutPriorityRow? Row(Level impact) => impact switch
    {
        Level.High => High,
        Level.Medium => Medium,
        _ => Low,
    };
}

/// <summary>The priorities of one impact, by urgency.</summary>
public sealed record PutPriorityRow(string? High, string? Medium, string? Low)
{
    internal string? Cell(Level urgency) => urgency switch
    {
        Level.High => High,
        Level.Medium => Medium,
        _ => Low,
    };

    internal PriorityRow ToRow() => new(
        Words<Priority>.Parse(High)!.Value, Words<Priority>.Parse(Medium)!.Value, Words<Priority>.Parse(Low)!.Value);
}
