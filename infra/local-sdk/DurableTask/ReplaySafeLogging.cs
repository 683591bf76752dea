using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>Makes loggers that are silent while their orchestration replays.</summary>
internal sealed class ReplaySafeLogging(TaskOrchestrationContext context) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => context.InnerLoggerFactory.AddProvider(provider);

    public ILogger CreateLogger(string categoryName) =>
        new ReplaySafeLogger(context, context.InnerLoggerFactory.CreateLogger(categoryName));

    public void Dispose()
    {
        // The loggers belong to the host.
    }

    private sealed class ReplaySafeLogger(TaskOrchestrationContext context, ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (!context.IsReplaying)
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}

public abstract partial class TaskOrchestrationContext
{
    internal ILoggerFactory InnerLoggerFactory => LoggerFactory;
}
