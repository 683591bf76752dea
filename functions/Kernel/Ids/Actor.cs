using System.Text.Json.Serialization;

namespace ItsmServerless.Kernel.Ids;

/// <summary>Who did it, as the timeline says it: a person's address, <c>api-key:…</c>,
/// <c>token:…</c>, <c>source:…</c>, <c>operator</c>
/// or <c>system</c>.</summary>
[JsonConverter(typeof(TextValueConverter<Actor>))]
public readonly record struct Actor(string Value) : ITextValue<Actor>
{
    /// <summary>The product itself: clocks, sweepers, workflows.</summary>
    public static Actor System { get; } = new("system");

    /// <summary>The operator of the installation.</summary>
    public static Actor Operator { get; } = new("operator");

    /// <summary>A person, known by address.</summary>
    public static Actor Person(EmailAddress person) => new(person.Value);

    /// <summary>A credential that stands for no person.</summary>
    public static Actor ApiKey(string keyId) => new($"api-key:{keyId}");

    /// <summary>The subject of an access token that names no person.</summary>
    public static Actor Token(string subject) => new($"token:{subject}");

    /// <summary>An intake source.</summary>
    public static Actor Source(RecordId source) => new($"source:{source}");

    /// <inheritdoc/>
    public static Actor From(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
