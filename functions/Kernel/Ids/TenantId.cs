using System.Text.Json.Serialization;

namespace ItsmServerless.Kernel.Ids;

/// <summary>The customer a record belongs to: <c>ten_</c> and a ULID. It comes from the credential, never from a
/// parameter.</summary>
[JsonConverter(typeof(TextValueConverter<TenantId>))]
public readonly record struct TenantId(string Value) : ITextValue<TenantId>
{
    /// <summary>The prefix of every tenant id.</summary>
    public const string Prefix = "ten";

    /// <summary>The pseudo-tenant that owns the directory of tenants; no credential of a customer leads to
    /// it.</summary>
    public static TenantId Operator { get; } = new("operator");

    /// <inheritdoc/>
    public static TenantId From(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
