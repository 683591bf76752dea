using System.Text;
using CsCheck;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Tests.Unit.Notifications;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

public sealed class ApprovalLinksTests
{
    private const string Address = "https://itsm.example/approve/";
    private static readonly Instant Later = Asked.Start + Duration.FromHours(1);
    private static readonly ApprovalLinks Links = With(GivenMail.Ring('1'));
    private static readonly string Token = For(Links, "ann");

    [Fact]
    public void Link_SaysWhoIsAskedWhat()
    {
        var read = Links.Read(Token, Later)!;
        Assert.Equal((GivenMail.Tenant, Asked.Id), (read.Ten, read.Apr));
        Assert.Equal((1, 1, Asked.Hash), (read.Gen, read.Ask, read.Hash));
        Assert.Equal(Asked.Person("ann"), read.ApproverIn(Asked.Of(Asked.Stage(), "bob", "ann")));
    }

    [Fact]
    public void Link_OfSomebodyWhoIsNotAsked_IsNobodys() =>
        Assert.Null(Links.Read(Token, Later)!.ApproverIn(Asked.Of(Asked.Stage(), "bob")));

    [Fact]
    public void Link_IsTheSame_WheneverItIsMade() => Assert.Equal(Token, For(With(GivenMail.Ring('1')), "ann"));

    [Fact]
    public void Link_DoesNotShowTheAddress() => Assert.DoesNotContain(
        "ann", Encoding.UTF8.GetString(Convert.FromBase64String(Payload(Token))), StringComparison.Ordinal);

    [Fact]
    public void Link_FitsIntoAPathThatAnyMailProgramKeepsWhole() => Assert.InRange(Token.Length, 1, 600);

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData((7 * 86_400) - 1, true)]
    [InlineData(7 * 86_400, false)]
    public void Link_IsGoodForSevenDays(int seconds, bool isGood) =>
        Assert.Equal(isGood, Links.Read(Token, Asked.Start + Duration.FromSeconds(seconds)) is not null);

    [Fact]
    public void Link_WithAnyCharacterChanged_IsWorthless() =>
        Gen.Select(Gen.Int[0, Token.Length - 1], Gen.Char[' ', '~']).Where((at, c) => Token[at] != c).Sample((at, c) =>
            Assert.Null(Links.Read(string.Concat(Token.AsSpan(0, at), [c], Token.AsSpan(at + 1)), Later)));

    [Fact]
    public void Link_WithAnythingMissingOrAdded_IsWorthless() =>
        Gen.Select(Gen.Int[0, Token.Length - 1], Gen.String[Gen.Char[' ', '~'], 1, 9]).Sample((at, more) =>
        {
            Assert.Null(Links.Read(Token[..at], Later));
            Assert.Null(Links.Read(Token.Insert(at, more), Later));
            Assert.Null(Links.Read(Token + more, Later));
        });

    [Fact]
    public void Link_OfAnotherInstallation_IsWorthless() => Assert.Null(With(GivenMail.Ring('2')).Read(Token, Later));

    [Fact]
    public void Link_OfAKeyThatWasRotated_IsGoodAsLongAsTheKeyVerifies() =>
        Assert.NotNull(With(GivenMail.Ring('2', '1')).Read(Token, Later));

    [Fact]
    public void Token_ForAnotherPurpose_IsWorthless()
    {
        var payload = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Convert.FromBase64String(Payload(Token))));
        Assert.Null(Links.Read(new Signer(GivenMail.Ring('1')).Sign("something-else", payload), Later));
    }

    [Fact]
    public void Proof_IsGoodForItsOwnLinkOnly()
    {
        Assert.True(Links.IsProof(Token, Links.Proof(Token)));
        Assert.False(Links.IsProof(For(Links, "bob"), Links.Proof(Token)));
        Assert.False(Links.IsProof(Token, null));
    }

    private static ApprovalLinks With(KeyRing ring) =>
        new(new Signer(ring), new InstallationSettings("https://itsm.example", "test"));

    private static string For(ApprovalLinks links, string name)
    {
        var link = links.For(GivenMail.Tenant, Asked.Id, 1, 1, Asked.Person(name), Asked.Hash, Asked.Start);
        Assert.StartsWith(Address, link, StringComparison.Ordinal);
        return link[Address.Length..];
    }

    private static string Payload(string token)
    {
        var part = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
        return part.PadRight(part.Length + ((4 - (part.Length % 4)) % 4), '=');
    }
}
