using ItsmServerless.Local.Hosting;
using ItsmServerless.Local.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Xunit;
using Level = Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class HostKeysTests
{
    private static readonly LocalSecrets Secrets = LocalSecrets.Generate();
    private static readonly HostKeys Keys = new(Secrets);

    /// <summary>Which key opens what: https://learn.microsoft.com/azure/azure-functions/function-keys-how-to.</summary>
    [Theory]
    [InlineData(Level.Function, "own", true)]
    [InlineData(Level.Function, "host", true)]
    [InlineData(Level.Function, "master", true)]
    [InlineData(Level.Function, "other", false)]
    [InlineData(Level.Function, "system", false)]
    [InlineData(Level.Function, "none", false)]
    [InlineData(Level.System, "system", true)]
    [InlineData(Level.System, "master", true)]
    [InlineData(Level.System, "host", false)]
    [InlineData(Level.Admin, "master", true)]
    [InlineData(Level.Admin, "system", false)]
    [InlineData(Level.Admin, "own", false)]
    [InlineData(Level.Anonymous, "none", true)]
    [InlineData(Level.Anonymous, "wrong", true)]
    public void Key_OpensItsLevel_AndTheMasterKeyAll(Level asked, string key, bool expected)
    {
        Assert.Equal(expected, Keys.Admit(Request(header: KeyCalled(key)), "Pay", asked));
        Assert.Equal(expected, Keys.Admit(Request(query: KeyCalled(key)), "Pay", asked));
    }

    [Fact]
    public void Header_CountsBeforeTheQuery()
    {
        Assert.True(Keys.Admit(Request(header: Keys.Host, query: "wrong"), "Pay", Level.Function));
        Assert.False(Keys.Admit(Request(header: "wrong", query: Keys.Host), "Pay", Level.Function));
    }

    [Fact]
    public void Keys_AreTheSameForTheSameData_AndAllDifferent()
    {
        var again = new HostKeys(Secrets);
        string[] keys = [again.Master, again.Host, again.System, again.Of("Pay"), again.Of("Refund")];
        Assert.Equal([Keys.Master, Keys.Host, Keys.System, Keys.Of("PAY"), Keys.Of("Refund")], keys);
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.NotEqual(Keys.Master, new HostKeys(LocalSecrets.Generate()).Master);
    }

    [Fact]
    public void Lines_ShowTheKeysThatFunctionsAskFor_OrNothing()
    {
        var lines = Keys.LinesFor(FunctionCatalog.Of(typeof(Asking)));
        Assert.Equal(
            [$"Master key {Keys.Master}", $"Host key {Keys.Host}", $"System key {Keys.System}",
                $"Key of function Pay {Keys.Of("Pay")}"],
            lines);
        Assert.Empty(Keys.LinesFor(FunctionCatalog.Of([])));
    }

    private static string KeyCalled(string name) => name switch
    {
        "own" => Keys.Of("Pay"),
        "other" => Keys.Of("Refund"),
        "host" => Keys.Host,
        "system" => Keys.System,
        "master" => Keys.Master,
        "wrong" => Keys.Host[..^1],
        _ => "",
    };

    private static HttpRequest Request(string? header = null, string? query = null)
    {
        var http = new DefaultHttpContext();
        if (header is not null)
            http.Request.Headers["x-functions-key"] = header;
        if (query is not null)
            http.Request.QueryString = QueryString.Create("code", query);
        return http.Request;
    }

    public static class Asking
    {
        [Function("Pay")]
        public static IResult Pay([HttpTrigger] HttpRequest request) => Results.Ok();

        [Function("Look")]
        public static IResult Look([HttpTrigger(Level.Anonymous)] HttpRequest request) => Results.Ok();
    }
}
