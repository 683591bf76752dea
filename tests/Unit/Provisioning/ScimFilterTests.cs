using CsCheck;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Provisioning;
using Xunit;

namespace ItsmServerless.Tests.Unit.Provisioning;

/// <summary>Filters as directories send them (RFC 7644, 3.4.2.2).</summary>
public sealed class ScimFilterTests
{
    private static readonly string[] Known = ["id", "username", "externalid", "emails", "active"];

    [Theory]
    [InlineData("userName eq \"ann@corp.example\"", "username", "ann@corp.example")]
    [InlineData("  USERNAME   EQ \"a b\"  ", "username", "a b")]
    [InlineData("emails[type eq \"work\"].value eq \"a@b.example\"", "emails", "a@b.example")]
    [InlineData("emails.value eq \"a@b.example\"", "emails", "a@b.example")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"a\"", "username", "a")]
    [InlineData("externalId eq \"a\\\"b\\\\c\\/d\"", "externalid", "a\"b\\c/d")]
    [InlineData("active eq true", "active", "true")]
    [InlineData("id eq \"\"", "id", "")]
    [InlineData("externalId eq \"line\nbreak\"", "externalid", "line\nbreak")]
    public void Clause_IsRead(string text, string name, string value) =>
        Assert.Equal((name, value), Assert.Single(ScimFilter.Read(text, Known).Value.Clauses));

    [Fact]
    public void Clauses_AllHold()
    {
        var filter = ScimFilter.Read("externalId eq \"x and y\" and active eq false AND id eq \"1\"", Known).Value;
        Assert.Equal(("x and y", "false", "1"), (filter.Of("externalid"), filter.Of("active"), filter.Of("id")));
        Assert.Null(filter.Of("emails"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("userName eq ann")]
    [InlineData("userName eq \"ann")]
    [InlineData("userName co \"ann\"")]
    [InlineData("userName eq \"a\" and")]
    [InlineData("userName eq \"a\" or userName eq \"b\"")]
    [InlineData("userName eq \"a\"userName eq \"b\"")]
    [InlineData("(userName eq \"a\")")]
    [InlineData("not (active eq true)")]
    [InlineData("title eq \"a\"")]
    [InlineData("userName eq \"a\\n\"")]
    public void OtherForms_AreRefused(string text) => IsRefused(ScimFilter.Read(text, Known).Problem);

    [Fact]
    public void FilterThatIsTooLong_IsRefused() =>
        IsRefused(ScimFilter.Read($"id eq \"{new string('a', 1_000)}\"", Known).Problem);

    /// <summary>Any text, of what filters are made of and of anything else, is read or refused: never an exception,
    /// never for long.</summary>
    [Fact]
    public void AnyText_IsReadOrRefused() => Texts.Filter.Sample(
        text =>
        {
            var read = ScimFilter.Read(text, Known);
            if (read.Problem is not null) IsRefused(read.Problem);
            else Assert.All(read.Value.Clauses, clause => Assert.Contains(clause.Name, Known));
        },
        iter: 20_000);

    /// <summary>What is written as a filter is found again, whatever the value holds.</summary>
    [Fact]
    public void AnyValue_IsFoundAgain() => Gen.String[0, 40].Sample(
        value =>
        {
            var text = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            Assert.Equal(value, ScimFilter.Read($"externalId eq \"{text}\"", Known).Value.Of("externalid"));
        },
        iter: 20_000);

    private static void IsRefused(Problem? problem) =>
        Assert.Equal("invalidFilter", Assert.Single(problem!.Errors).Code);
}
