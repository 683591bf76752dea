using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Collects services and middleware of a worker.</summary>
    public interface IFunctionsWorkerApplicationBuilder
    {
        /// <summary>The worker's services.</summary>
        IServiceCollection Services { get; }

        /// <summary>Adds a step around every invocation; the first added is the outermost.</summary>
        IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware);
    }
}

namespace Microsoft.Azure.Functions.Worker.Middleware
{
    /// <summary>A step around every invocation, whatever triggered it.</summary>
    public interface IFunctionsWorkerMiddleware
    {
        /// <summary>Does its part and calls <paramref name="next"/>, or does not and so skips the function.</summary>
        Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
    }

    /// <summary>The rest of the way to the function.</summary>
    public delegate Task FunctionExecutionDelegate(FunctionContext context);
}

namespace Microsoft.Extensions.Hosting
{
    /// <summary>Adds middleware by its type.</summary>
    public static class MiddlewareWorkerApplicationBuilderExtensions
    {
        /// <summary>Adds a middleware, made once for the worker by its services.</summary>
        public static IFunctionsWorkerApplicationBuilder UseMiddleware<T>(
            this IFunctionsWorkerApplicationBuilder builder)
            where T : class, IFunctionsWorkerMiddleware
        {
            builder.Services.AddSingleton<T>();
            return builder.Use(next => context =>
                context.InstanceServices.GetRequiredService<T>().Invoke(context, next));
        }
    }
}
