using ItsmServerless.Local;
using ItsmServerless.Local.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class FunctionCatalogTests
{
    [Fact]
    public void Catalog_HasEveryFunctionByName_WithItsTrigger()
    {
        var catalog = FunctionCatalog.Of(typeof(Good));
        Assert.Equal(["Act", "Answer", "Tick"], catalog.Functions.Select(function => function.Name));
        var (function, trigger) = Assert.Single(catalog.StartedBy<HttpTriggerAttribute>());
        Assert.Equal(("Answer", "things/{id}"), (function.Name, trigger.Route));
    }

    [Fact]
    public void Definition_TellsMiddlewareWhatTheFunctionIs()
    {
        var definition = FunctionCatalog.Of(typeof(Good)).Functions.Single(f => f.Name == "Answer").Definition;
        Assert.Equal("ItsmServerless.Tests.Unit.Hosting.FunctionCatalogTests+Good.Answer", definition.EntryPoint);
        Assert.Equal(["request", "id"], definition.Parameters.Select(parameter => parameter.Name));
        var input = Assert.Single(definition.InputBindings).Value;
        Assert.Equal(("request", "httpTrigger", BindingDirection.In), (input.Name, input.Type, input.Direction));
        Assert.Equal("http", definition.OutputBindings["$return"].Type);
    }

    [Theory]
    [InlineData(typeof(NoTrigger), "Lost", "it has 0 triggers instead of one.")]
    [InlineData(typeof(TwoTriggers), "Torn", "it has 2 triggers instead of one.")]
    [InlineData(typeof(Hidden), "Hidden", "its method Run is not public.")]
    [InlineData(typeof(UnknownParameter), "Odd", "its parameter when of type DateTime cannot be filled.")]
    [InlineData(typeof(NotInRoute), "Astray", "its parameter name of type String cannot be filled.")]
    [InlineData(typeof(WrongTriggerType), "Wrong", "its parameter timer of type String cannot be filled.")]
    [InlineData(typeof(Output), "Sends", "it has an output binding, QueueOutputAttribute.")]
    [InlineData(typeof(OutputInResult), "SendsAlso", "it has an output binding, QueueOutputAttribute.")]
    [InlineData(typeof(UnknownTrigger), "Foreign", "its parameter value of type String cannot be filled.")]
    [InlineData(typeof(SameName), "Act", "another function has the same name.")]
    [InlineData(typeof(Entity), "Counter", "the local engine has no entities. They need Durable Functions itself, with "
        + "the package Microsoft.Azure.Functions.Worker.Extensions.DurableTask.")]
    public void Function_ThatCannotBeHosted_StopsTheStartByName(Type type, string name, string why)
    {
        var refused = Assert.Throws<StartFailedException>(() => FunctionCatalog.Of(typeof(Good), type));
        Assert.Equal($"Function {name} cannot be hosted here: {why}", refused.Message);
    }

    [Fact]
    public void Class_ThatAsksForWhatIsNoService_StopsTheStartByName()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var refused = Assert.Throws<StartFailedException>(() => FunctionClasses.RefuseUnmakeable(
            FunctionCatalog.Of(typeof(Needy)), services.GetRequiredService<IServiceProviderIsService>()));
        Assert.Equal(
            "Function Needs cannot be hosted here: its class Needy asks for Uri, which is no service.",
            refused.Message);
    }

    [Fact]
    public void Product_CanBeHosted() => Assert.NotEmpty(FunctionApp.Product().Catalog.Functions);

    public static class Good
    {
        [Function("Answer")]
        public static Task<IResult> Answer(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request, string id) =>
            Task.FromResult(Results.Ok(id));

        [Function("Tick")]
        public static void Tick(
            [TimerTrigger("0 * * * * *")] TimerInfo timer, FunctionContext context, CancellationToken cancel) =>
            cancel.ThrowIfCancellationRequested();

        [Function("Act")]
        public static int Act([ActivityTrigger] int number, string instanceId) => number + instanceId.Length;
    }

    public static class NoTrigger
    {
        [Function("Lost")]
        public static void Run(CancellationToken cancel) => cancel.ThrowIfCancellationRequested();
    }

    public static class TwoTriggers
    {
        [Function("Torn")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer, [ActivityTrigger] int number)
        {
        }
    }

    public static class Hidden
    {
        [Function("Hidden")]
        internal static void Run([ActivityTrigger] int number)
        {
        }
    }

    public static class UnknownParameter
    {
        [Function("Odd")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer, DateTime when)
        {
        }
    }

    public static class NotInRoute
    {
        [Function("Astray")]
        public static IResult Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "things/{id}")] HttpRequest request, string name) =>
            Results.Ok(name);
    }

    public static class WrongTriggerType
    {
        [Function("Wrong")]
        public static void Run([TimerTrigger("0 * * * * *")] string timer)
        {
        }
    }

    public static class UnknownTrigger
    {
        [Function("Foreign")]
        public static void Run([QueueTrigger] string value)
        {
        }
    }

    public static class Entity
    {
        [Function("Counter")]
        public static void Run([EntityTrigger] string dispatcher)
        {
        }
    }

    public static class SameName
    {
        [Function("act")]
        public static void Run([OrchestrationTrigger] TaskOrchestrationContext context)
        {
        }
    }

    public sealed class Needy(Uri uri)
    {
        [Function("Needs")]
        public Uri Run([ActivityTrigger] string input) => new(uri, input);
    }

    public static class Output
    {
        [Function("Sends"), QueueOutput]
        public static string Run([ActivityTrigger] string input) => input;
    }

    public static class OutputInResult
    {
        [Function("SendsAlso")]
        public static Task<Both> Run([ActivityTrigger] string input) => Task.FromResult(new Both(input));

        public sealed record Both([property: QueueOutput] string Message);
    }

    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
    public sealed class QueueOutputAttribute : BindingAttribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class QueueTriggerAttribute : TriggerBindingAttribute;
}
