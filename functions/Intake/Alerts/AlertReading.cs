using System.Collections.Immutable;

namespace ItsmServerless.Intake.Alerts;

/// <summary>A message as it came.</summary>
/// <param name="Headers">Those that were kept, by name in any case.</param>
/// <param name="Id">Stands for the key of an alert that names none.</param>
public sealed record AlertMessage(
    ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers, string Id)
{
    /// <summary>A kept header; null when there is none.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;
}

/// <summary>What a message was read as.</summary>
public abstract record AlertReading
{
    private AlertReading()
    {
    }

    /// <summary>Alerts in the order of the message; at least one.</summary>
    public sealed record Alerts(ImmutableArray<Alert> All) : AlertReading;

    /// <summary>Nothing to work on, for a reason.</summary>
    public sealed record Nothing(string Reason) : AlertReading;

    /// <summary>A question to be answered by a request to this address, which the format allows.</summary>
    public sealed record Confirm(Uri Url) : AlertReading;

    /// <summary>Not readable, for a reason: <c>code: what is wrong</c>.</summary>
    public sealed record Refused(string Reason) : AlertReading;

    /// <summary>A member that must be there is missing, or of the wrong type.</summary>
    public static AlertReading Lacks(string pointer) => new Refused($"missing_field: {pointer} is missing or no text");

    /// <summary>One alert.</summary>
    public static implicit operator AlertReading(Alert alert) => new Alerts([alert]);
}
