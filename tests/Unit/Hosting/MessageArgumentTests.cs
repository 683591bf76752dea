using Azure.Messaging.ServiceBus;
using ItsmServerless.Local;
using ItsmServerless.Local.Hosting;
using Microsoft.Azure.Functions.Worker;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class MessageArgumentTests
{
    [Theory]
    [InlineData(typeof(object))]
    [InlineData(typeof(Stream))]
    [InlineData(typeof(IDisposable))]
    public void Type_ThatHoldsNoMessage_HasNoSource(Type type) =>
        Assert.Null(MessageArgument.Of(type, isBatched: false));

    [Theory]
    [InlineData(typeof(string))]
    [InlineData(typeof(List<string>))]
    [InlineData(typeof(string[,]))]
    [InlineData(typeof(object[]))]
    public void Batch_IsAnArrayOfWhatHoldsAMessage(Type type) => Assert.Null(MessageArgument.Of(type, isBatched: true));

    [Fact]
    public void Function_ThatTakesABatchAsNoArray_StopsTheStart()
    {
        var refused = Assert.Throws<StartFailedException>(() => FunctionCatalog.Of(typeof(NoArray)));
        Assert.Contains("its parameter text of type String cannot be filled", refused.Message);
    }

    [Fact]
    public void Function_ThatActsOnASessionItDoesNotHave_StopsTheStart()
    {
        var refused = Assert.Throws<StartFailedException>(() => FunctionCatalog.Of(typeof(NoSession)));
        Assert.Contains("its parameter session", refused.Message);
    }

    private static class NoArray
    {
        [Function("NoArray")]
        public static string Take([ServiceBusTrigger("q", IsBatched = true)] string text) => text;
    }

    private static class NoSession
    {
        [Function("NoSession")]
        public static string Take(
            [ServiceBusTrigger("q")] ServiceBusReceivedMessage message, ServiceBusSessionMessageActions session) =>
            $"{message} {session}";
    }
}
