using System.Text;
using System.Text.Json;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Bulk;

/// <summary>Many commands in one request, each for a record of its own.</summary>
public sealed record StartBulk(IReadOnlyList<BulkItem>? Items) : IBody<StartBulk>
{
    /// <summary>As many as one request takes.</summary>
    public const int Most = 1_000;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(StartBulk body) =>
    [
        .. Check.Present("/items", body.Items),
        .. Check.Count("/items", body.Items, 1, Most),
        .. Check.Each("/items", body.Items, BulkItem.Validate),
    ];

    /// <summary>A bulk begins once.</summary>
    public static Decision<BulkEvent> Decide(BulkRun? existing, BulkAccepted accepted) =>
        existing is null ? accepted : Decision<BulkEvent>.Nothing;
}

/// <summary>One command.</summary>
/// <param name="Operation">As the OpenAPI document names the route's operation, such as <c>assignIncident</c>.</param>
/// <param name="Id">The record's id or number.</param>
/// <param name="Body">What the route takes as its body; nothing where it takes none.</param>
/// <param name="Version">The version that must not have changed; whatever it is now when missing.</param>
public sealed record BulkItem(string? Operation, string? Id, JsonElement? Body = null, int? Version = null)
{
    /// <summary>A page of 25 such bodies fits a row.</summary>
    private const int MostBytes = 32 << 10;

    internal static IEnumerable<FieldError> Validate(string pointer, BulkItem? item) => item is null
        ? Check.Present(pointer, item)
        :
        [
            .. Check.Text($"{pointer}/operation", item.Operation, 1, 64),
            .. Check.Text($"{pointer}/id", item.Id, 1, 64),
            .. Check.That(
                item.Body is not { } body || body.ValueKind is JsonValueKind.Object or JsonValueKind.Null,
                $"{pointer}/body", "wrong_type", $"{pointer}/body is not an object."),
            .. Check.That(
                item.Body is not { } large || Encoding.UTF8.GetByteCount(large.GetRawText()) <= MostBytes,
                $"{pointer}/body", "length", $"{pointer}/body has more than {MostBytes} bytes."),
        ];
}
