using System.Text.Json;
using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.OpenApi;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals;

/// <summary>Approvers as a policy names them: a mail address, <c>group:key</c>, or one of two words.</summary>
public static class ApproverText
{
    /// <summary>The requester's manager.</summary>
    public const string Manager = "manager";

    /// <summary>The owner of the service that is changed.</summary>
    public const string ServiceOwner = "service-owner";

    /// <summary>The tenant's admins: not for policies, but where questions end that nobody else can answer.</summary>
    internal static IReadOnlyList<StageApprover> Admins { get; } = [new("role:admin")];

    private const string GroupPrefix = "group:";

    /// <summary>The key of the group that is meant; null for everything else.</summary>
    public static string? GroupOf(string approver) =>
        approver.StartsWith(GroupPrefix, StringComparison.Ordinal) ? approver[GroupPrefix.Length..] : null;

    /// <summary>Whether a policy may name approvers so.</summary>
    internal static IEnumerable<FieldError> Check(string pointer, string? approver) => Kernel.Outcomes.Check.That(
        approver is Manager or ServiceOwner || EmailAddress.IsValid(approver) || IsGroup(approver), pointer, "approver",
        $"{pointer} is neither a mail address nor group:key, {Manager} or {ServiceOwner}.");

    /// <summary>Whether the name stands for people who come and go.</summary>
    internal static bool IsOfMany(string approver) => GroupOf(approver) is not null || approver == Admins[0].Name;

    internal static bool IsGroup(string? approver) =>
        approver is not null && GroupOf(approver) is { } key && !Kernel.Outcomes.Check.Key("", key).Any();
}

/// <summary>An entry of a policy's approvers.</summary>
/// <param name="Name">See <see cref="ApproverText"/>.</param>
/// <param name="Weight">What the vote weighs, of a group each member's; null for 1.</param>
/// <remarks>Written as the name alone, or as <c>{approver, weight}</c>.</remarks>
[JsonConverter(typeof(StageApproverConverter)), WrittenAs("string", "object")]
public sealed record StageApprover(string Name, int? Weight = null);

/// <summary>Reads and writes the two forms.</summary>
internal sealed class StageApproverConverter : JsonConverter<StageApprover>
{
    private const string Approver = "approver";
    private const string Weight = "weight";

    public override StageApprover Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return new(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        var (name, weight) = ((string?)null, (int?)null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.GetString();
            reader.Read();
            if (member == Approver && reader.TokenType == JsonTokenType.String) name = reader.GetString();
            else if (member == Weight && reader.TryGetInt32(out var number)) weight = number;
            else throw Refused(member);
        }
        return name is null ? throw new JsonException() : new(name, weight);
    }

    public override void Write(Utf8JsonWriter writer, StageApprover value, JsonSerializerOptions options)
    {
        if (value.Weight is not { } weight)
        {
            writer.WriteStringValue(value.Name);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString(Approver, value.Name);
        writer.WriteNumber(Weight, weight);
        writer.WriteEndObject();
    }

    /// <summary>Unknown members are told in the serializer's own words, by which the refusal of all of them
    /// goes.</summary>
    private static JsonException Refused(string? member) => member is Approver or Weight
        ? new()
        : new($"The JSON property '{member}' could not be mapped to any .NET member.");
}
