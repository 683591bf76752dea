using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Local.Hosting;

/// <summary>Invokes functions: services of their own, middleware around, an instance of the class, the
/// method.</summary>
internal sealed class FunctionInvoker
{
    private readonly IServiceScopeFactory _scopes;
    private readonly InvocationEnd _end;
    private readonly FunctionExecutionDelegate _way;
    private readonly ConcurrentDictionary<Type, ObjectFactory> _factories = new();
    private readonly ConcurrentDictionary<Type, MethodResult> _results = new();

    /// <summary>Puts the collected middleware around every function.</summary>
    public FunctionInvoker(LocalWorkerBuilder worker, IServiceScopeFactory scopes, InvocationEnd end)
    {
        (_scopes, _end) = (scopes, end);
        _way = worker.Around(context => ExecuteAsync((LocalFunctionContext)context));
    }

    /// <summary>Invokes once; what the function returned is in <see cref="LocalFunctionContext.Result"/>.</summary>
    /// <remarks>What the function or middleware throws comes out as it is: what follows is the trigger's
    /// affair.</remarks>
    public Task InvokeAsync(LocalFunctionContext context) =>
        _end.BoundAsync(context, () => InvokeInScopeAsync(context));

    private async Task InvokeInScopeAsync(LocalFunctionContext context)
    {
        await using var scope = _scopes.CreateAsyncScope();
        context.InstanceServices = scope.ServiceProvider;
        await _way(context);
    }

    private async Task ExecuteAsync(LocalFunctionContext context)
    {
        var function = context.Function;
        var instance = function.Method.IsStatic ? null : Create(function.Method.DeclaringType!, context);
        try
        {
            var arguments = function.Arguments.Select(argument => argument(context)).ToArray();
            var returned = function.Method.Invoke(
                instance, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
            context.Result = await _results.GetOrAdd(function.Method.ReturnType, MethodResult.Of).WaitAsync(returned);
        }
        finally
        {
            await DisposeAsync(instance);
        }
    }

    private object Create(Type type, LocalFunctionContext context) =>
        _factories.GetOrAdd(type, static made => ActivatorUtilities.CreateFactory(made, Type.EmptyTypes))
            (context.InstanceServices, []);

    private static ValueTask DisposeAsync(object? instance)
    {
        if (instance is IAsyncDisposable slow)
            return slow.DisposeAsync();
        (instance as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
