using System.Text.Json.Serialization;

namespace ItsmServerless.Webhooks;

/// <summary>How much of an event is posted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PayloadKind>))]
public enum PayloadKind
{
    /// <summary>What happened, with its details.</summary>
    [JsonStringEnumMemberName("full")] Full,
    /// <summary>That something happened; receivers ask for the rest.</summary>
    [JsonStringEnumMemberName("thin")] Thin,
}
