using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Local.Hosting;

/// <summary>Collects the app's services and middleware, as the worker's own builder does.</summary>
internal sealed class LocalWorkerBuilder(IServiceCollection services) : IFunctionsWorkerApplicationBuilder
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    /// <inheritdoc/>
    public IServiceCollection Services { get; } = services;

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>The way to the function: the middleware added first is the outermost.</summary>
    public FunctionExecutionDelegate Around(FunctionExecutionDelegate function)
    {
        var way = function;
        foreach (var middleware in _middleware.AsEnumerable().Reverse())
            way = middleware(way);
        return way;
    }
}
