using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>Keeps every line that is logged.</summary>
internal sealed class LogBook : ILoggerProvider, ILoggerFactory
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    /// <summary>The lines of a category and those below it, in order.</summary>
    public IReadOnlyList<LogLine> Of(string category) =>
        [.. _lines.Where(line => line.Category == category
            || line.Category.StartsWith(category + ".", StringComparison.Ordinal))];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
        // The lines outlive the host that wrote them.
    }

    private sealed class Writer(LogBook book, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var fields = (state as IEnumerable<KeyValuePair<string, object?>> ?? []).ToDictionary();
            book._lines.Enqueue(new(category, eventId.Name, formatter(state, exception), exception, fields));
        }
    }
}

/// <summary>A line as it was logged.</summary>
internal sealed record LogLine(
    string Category, string? Event, string Text, Exception? Exception, IReadOnlyDictionary<string, object?> Fields);
