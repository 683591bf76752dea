using CsCheck;

namespace ItsmServerless.Tests.Unit.Provisioning;

/// <summary>Texts that nearly are filters, paths and bodies of SCIM, and texts that are anything.</summary>
internal static class Texts
{
    private static readonly string[] Parts =
    [
        "userName", "emails", "members", "active", "externalId", "urn:ietf:params:scim:schemas:core:2.0:User:",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "manager", "name", ".", ":", "[", "]", "\"", "\\",
        " ", "  ", "\n", "\u0000", "eq", "EQ", "and", "or", "(", ")", "type", "value", "work", "true", "false",
        "\"a@b.example\"", "\"x\"", "\\\"", "é", "\ud83d\ude00", "$ref", "-", "_", "0",
    ];

    public static Gen<string> Filter { get; } = Any(
        Gen.Select(One("userName", "emails[type eq \"work\"].value", "active", "id", "x"), One(
            " eq \"a\"", " eq true", " EQ \"\\\\\"", " co \"a\"", " eq "), (name, value) => name + value)
            .Array[1, 60].Select(clauses => string.Join(" and ", clauses)));

    public static Gen<string> Path { get; } = Any(
        Gen.Select(One("members", "emails", "name", "urn:x:y"), One(
            "", "[value eq \"a\"]", "[type eq \"work\"].value", ".givenName", ":manager", "[", "[x"), (name, rest) => name + rest));

    /// <summary>One of these.</summary>
    public static Gen<string> One(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static Gen<string> Any(Gen<string> near) => Gen.OneOf(
        near, One(Parts).Array[0, 30].Select(string.Concat), Gen.String[0, 60]);
}
