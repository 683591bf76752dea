using ItsmServerless.Local;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class LocalOptionsTests
{
    [Fact]
    public void Parse_OfNothing_IsThePortAndDirectoryOfTheContract()
    {
        var options = Parse();
        Assert.Equal((7071, ".local", false, false, true), (
            options.Port, options.Data, options.Ephemeral, options.ManualClock, options.Seed));
        Assert.Null(options.Storage);
        Assert.Null(options.OperatorKey);
    }

    [Fact]
    public void Parse_TakesEveryOptionInAnyOrder()
    {
        var options = Parse(
            "--no-seed", "--storage", "UseDevelopmentStorage=true", "--port", "0", "--data", "there",
            "--clock", "manual");
        Assert.Equal((0, "there", "UseDevelopmentStorage=true", true, false), (
            options.Port, options.Data, options.Storage, options.ManualClock, options.Seed));
    }

    [Theory]
    [InlineData("There is no option --prot.", "--prot", "1")]
    [InlineData("There is no option serve.", "serve")]
    [InlineData("The option --port needs a value.", "--port")]
    [InlineData("The option --data needs a value.", "--data", "--ephemeral")]
    [InlineData("The option --port is given twice.", "--port", "1", "--port", "2")]
    [InlineData("--port is 0 to 65535, not -1.", "--port", "-1")]
    [InlineData("--port is 0 to 65535, not 65536.", "--port", "65536")]
    [InlineData("--clock is manual or left out, not fast.", "--clock", "fast")]
    [InlineData("--ephemeral keeps nothing;", "--ephemeral", "--data", "there")]
    [InlineData("--ephemeral keeps nothing;", "--storage", "x", "--ephemeral")]
    public void Parse_OfWhatIsNoOption_SaysSoInOneLine(string expected, params string[] arguments)
    {
        var refused = Assert.Throws<StartFailedException>(() => Parse(arguments));
        Assert.StartsWith(expected, refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void Help_NamesEveryOption()
    {
        var options = LocalOptions.Usage.Split('[', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(options, option => Assert.Contains(option.Split(' ', ']')[0], LocalOptions.Help));
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void OperatorKey_OfAnyLength_IsTaken(string? given, string? taken) =>
        Assert.Equal(taken, LocalOptions.Parse([], _ => given).OperatorKey);

    [Fact]
    public void OperatorKey_ComesFromTheEnvironment()
    {
        const string Key = "a key of twenty-four chars";
        Assert.Equal(Key, LocalOptions.Parse([], name => name == "ITSM_OPERATOR_KEY" ? Key : null).OperatorKey);
    }

    private static LocalOptions Parse(params string[] arguments) => LocalOptions.Parse(arguments, _ => null);
}
