using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake;

/// <summary>What a message can become where it does not answer anything.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntakePractice>))]
public enum IntakePractice
{
    /// <summary>An incident.</summary>
    [JsonStringEnumMemberName("incident")] Incident,
}

/// <summary>Checks the word for it.</summary>
internal static class IntakePracticeFields
{
    /// <summary>Practices that are meant to take messages one day.</summary>
    private static readonly string[] Later = ["change", "event", "request"];

    public static IEnumerable<FieldError> Validate(string pointer, string? practice) => Later.Contains(practice)
        ? [new(pointer, "not_supported", $"{pointer}: nothing that arrives becomes a {practice} yet; only incident is there.")]
        : Check.OneOf(pointer, practice, Words<IntakePractice>.All);
}
