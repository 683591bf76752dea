using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Http;

/// <summary>The last line of every trigger: an outcome becomes an HTTP answer.</summary>
public static class Answers
{
    /// <summary>200 and the record's view, with its ETag.</summary>
    public static Task<IResult> Ok<TState>(this Task<Outcome<Versioned<TState>>> outcome, Func<Versioned<TState>, object> view) where TState : class => throw new NotSupportedException();

    /// <summary>201, Location, and the record's view, with its ETag.</summary>
    public static Task<IResult> Created<TState>(this Task<Outcome<Versioned<TState>>> outcome, Func<Versioned<TState>, string> location, Func<Versioned<TState>, object> view) where TState : class => throw new NotSupportedException();

    /// <summary>200 and the value as JSON.</summary>
    public static Task<IResult> Ok<T>(this Task<Outcome<T>> outcome) => throw new NotSupportedException();

    /// <summary>201 and the value as JSON, with Location where there is one.</summary>
    public static Task<IResult> Created<T>(this Task<Outcome<T>> outcome, Func<T, string?> location) => throw new NotSupportedException();

    /// <summary>202 and the value as JSON.</summary>
    public static Task<IResult> Accepted<T>(this Task<Outcome<T>> outcome) => throw new NotSupportedException();

    /// <summary>204.</summary>
    public static Task<IResult> NoContent<T>(this Task<Outcome<T>> outcome) => throw new NotSupportedException();

    /// <summary>A page of a list: <c>{items, nextCursor}</c> and a Link header.</summary>
    public static Task<IResult> Page<T>(this Task<Outcome<Page<T>>> outcome, HttpRequest request) => throw new NotSupportedException();
}

/// <summary>A page of a list, as callers get it.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
