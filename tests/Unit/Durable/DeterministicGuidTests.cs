using ItsmServerless.Local.Durable.Replay;
using Xunit;

namespace ItsmServerless.Tests.Unit.Durable;

public sealed class DeterministicGuidTests
{
    // RFC 9562, appendix A.4: version 5 of "www.example.com" in the namespace of DNS.
    [Fact]
    public void Create_OfTheExampleOfTheRfc_GivesItsId()
    {
        var dns = new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

        Assert.Equal(
            new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"), DeterministicGuid.Create(dns, "www.example.com"));
    }
}
