using CsCheck;
using ItsmServerless.Provisioning;
using Xunit;

namespace ItsmServerless.Tests.Unit.Provisioning;

/// <summary>Paths of operations as directories send them (RFC 7644, 3.5.2).</summary>
public sealed class ScimPathTests
{
    private const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    [Theory]
    [InlineData("active", null, "active", null, null, null)]
    [InlineData("name.givenName", null, "name", null, null, "givenName")]
    [InlineData("emails[type eq \"work\"].value", null, "emails", "type", "work", "value")]
    [InlineData("emails[primary eq true].value", null, "emails", "primary", "true", "value")]
    [InlineData("members[value eq \"per_ann@corp.example\"]", null, "members", "value", "per_ann@corp.example", null)]
    [InlineData("members[ value EQ \"per_a\" ]", null, "members", "value", "per_a", null)]
    [InlineData(User + ":active", null, "active", null, null, null)]
    [InlineData(Enterprise + ":manager", Enterprise, "manager", null, null, null)]
    [InlineData(Enterprise + ":manager.value", Enterprise, "manager", null, null, "value")]
    [InlineData(Enterprise, Enterprise, "", null, null, null)]
    public void Path_IsRead(string text, string? extension, string attribute, string? item, string? value, string? part) =>
        Assert.Equal(new ScimPath(extension, attribute, item, value, part), ScimPath.Read(text).Value);

    [Theory]
    [InlineData(" ")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("emails[type co \"work\"].value")]
    [InlineData("emails[type eq \"a\" and primary eq true]")]
    [InlineData("name.given.Name")]
    [InlineData("1st")]
    [InlineData("urn:example:other:attribute")]
    public void OtherForms_AreRefused(string text) =>
        Assert.Equal("invalidPath", Assert.Single(ScimPath.Read(text).Problem!.Errors).Code);

    [Fact]
    public void AnyText_IsReadOrRefused() => Texts.Path.Sample(
        text =>
        {
            var read = ScimPath.Read(text);
            if (read.Problem is { } problem) Assert.Equal("invalidPath", Assert.Single(problem.Errors).Code);
            else Assert.NotNull(read.Value.Attribute);
        },
        iter: 20_000);
}
