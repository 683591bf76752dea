using Xunit;

namespace ItsmServerless.Tests.Scenarios;

public sealed class SmokeTests
{
    [Fact]
    public void Runs() => Assert.True(true);
}
