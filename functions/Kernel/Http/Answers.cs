using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace ItsmServerless.Kernel.Http;

/// <summary>The last line of every trigger: an outcome becomes an HTTP answer.</summary>
public static class Answers
{
    /// <summary>200 and the record's view, with its ETag.</summary>
    public static Task<IResult> Ok<TState>(this Task<Outcome<Versioned<TState>>> outcome, Func<Versioned<TState>, object> view) where TState : class =>
        outcome.To(record => new JsonAnswer(StatusCodes.Status200OK, view(record)) { Version = record.Version });

    /// <summary>201, Location, and the record's view, with its ETag.</summary>
    public static Task<IResult> Created<TState>(
        this Task<Outcome<Versioned<TState>>> outcome, Func<Versioned<TState>, string> location, Func<Versioned<TState>, object> view) where TState : class =>
        outcome.To(record => new JsonAnswer(StatusCodes.Status201Created, view(record)) { Version = record.Version, Location = location(record) });

    /// <summary>200 and the value as JSON.</summary>
    public static Task<IResult> Ok<T>(this Task<Outcome<T>> outcome) => outcome.To(value => new JsonAnswer(StatusCodes.Status200OK, value));

    /// <summary>201 and the value as JSON, with Location where there is one.</summary>
    public static Task<IResult> Created<T>(this Task<Outcome<T>> outcome, Func<T, string?> location) =>
        outcome.To(value => new JsonAnswer(StatusCodes.Status201Created, value) { Location = location(value) });

    /// <summary>202 and the value as JSON.</summary>
    public static Task<IResult> Accepted<T>(this Task<Outcome<T>> outcome) => outcome.To(value => new JsonAnswer(StatusCodes.Status202Accepted, value));

    /// <summary>202 and the value as JSON, with Location.</summary>
    public static Task<IResult> Accepted<T>(this Task<Outcome<T>> outcome, Func<T, string> location) =>
        outcome.To(value => new JsonAnswer(StatusCodes.Status202Accepted, value) { Location = location(value) });

    /// <summary>202, Location, and the record's view, with its ETag.</summary>
    public static Task<IResult> Accepted<TState>(
        this Task<Outcome<Versioned<TState>>> outcome, Func<Versioned<TState>, string> location,
        Func<Versioned<TState>, object> view) where TState : class => outcome.To(
        record => new JsonAnswer(StatusCodes.Status202Accepted, view(record)) { Version = record.Version, Location = location(record) });

    /// <summary>204.</summary>
    public static Task<IResult> NoContent<T>(this Task<Outcome<T>> outcome) => outcome.To(_ => new JsonAnswer(StatusCodes.Status204NoContent, null));

    /// <summary>A page of a list: <c>{items, nextCursor}</c> and a Link header.</summary>
    public static Task<IResult> Page<T>(this Task<Outcome<Page<T>>> outcome, HttpRequest request) =>
        outcome.To(page => new JsonAnswer(StatusCodes.Status200OK, page) { Next = page.NextCursor is { } cursor ? NextUrl(request, cursor) : null });

    /// <summary>Whatever answer suits the value; the problem document when it was refused.</summary>
    public static async Task<IResult> To<T>(this Task<Outcome<T>> outcome, Func<T, IResult> answer) =>
        (await outcome).Match(answer, problem => new ProblemAnswer(problem));

    private static string NextUrl(HttpRequest request, string cursor)
    {
        var others = request.Query.Where(parameter => parameter.Key != "cursor");
        return request.PathBase + request.Path + new QueryBuilder(others) { { "cursor", cursor } };
    }
}

/// <summary>A page of a list, as callers get it.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
