using ItsmServerless.Local.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;

namespace ItsmServerless.Local.Http;

/// <summary>Writes what a function returned, as ASP.NET Core integration does: results alone.</summary>
/// <remarks>Anything else, a string or an object, the integration drops without a word; so it stops the
/// start.</remarks>
internal static class HttpAnswer
{
    private static readonly Type[] Tasks = [typeof(Task<>), typeof(ValueTask<>)];
    private static readonly Type[] Nothing = [typeof(void), typeof(Task), typeof(ValueTask)];
    private static readonly Type[] Results = [typeof(IResult), typeof(IActionResult)];

    /// <summary>Refuses a function whose result would not be written.</summary>
    /// <exception cref="StartFailedException">It returns neither a result nor nothing.</exception>
    public static void RefuseUnwritable(LocalFunction function)
    {
        var type = function.Method.ReturnType;
        if (type.IsGenericType && Tasks.Contains(type.GetGenericTypeDefinition()))
            type = type.GetGenericArguments()[0];
        if (!Nothing.Contains(type) && !Array.Exists(Results, type.IsAssignableTo))
            throw function.Refusal($"it returns {type.Name} instead of an IResult or IActionResult.");
    }

    /// <summary>Writes it; nothing is 200 without a body.</summary>
    public static Task WriteAsync(object? result, HttpContext http) => result switch
    {
        IResult answer => answer.ExecuteAsync(http),
        IActionResult action => action.ExecuteResultAsync(
            new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        _ => Task.CompletedTask,
    };
}
