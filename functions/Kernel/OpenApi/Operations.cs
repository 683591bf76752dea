using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>Writes what a route takes and answers.</summary>
internal sealed class Operations(Schemas schemas, XmlSummaries summaries)
{
    /// <summary>The template as a path: one slash in front, no constraints.</summary>
    public static string PathOf(string template) =>
        "/" + string.Join('/', template.Split('/').Select(segment => segment.StartsWith('{')
            ? "{" + Parameters.NameOf(segment) + "}"
            : segment));

    /// <summary>The practice; what the kernel answers itself is about the installation.</summary>
    public static string TagOf(Route route) => route.Handler.DeclaringType!.Namespace!.Split('.')[1] is var part && part != "Kernel"
        ? part
        : "Installation";

    /// <summary>The record a route's body is read into; <see langword="null"/> when it takes none, or none of
    /// JSON.</summary>
    public static Type? BodyOf(Route route) =>
        Accepted(route) is { MediaType: "application/json" } accepts && accepts.Body != typeof(byte[]) ? accepts.Body : null;

    /// <summary>The operation object.</summary>
    public JsonObject Write(Route route)
    {
        var operation = new JsonObject
        {
            ["operationId"] = IdOf(route),
            ["summary"] = summaries.Of(route.Handler),
            ["tags"] = new JsonArray(TagOf(route)),
        };
        AddPolicy(operation, route);
        AddDeprecation(operation, route);
        if (Parameters.Of(route, summaries) is { Count: > 0 } parameters)
            operation["parameters"] = parameters;
        if (TakesBody(route) && Accepted(route) is { } accepts)
            operation["requestBody"] = RequestBody(accepts);
        operation["responses"] = Responses(route);
        return operation;
    }

    private static AcceptsAttribute? Accepted(Route route) => route.Handler.GetCustomAttribute<AcceptsAttribute>();

    private static bool TakesBody(Route route) => route.Method is "POST" or "PUT" or "PATCH";

    /// <summary>The function's name; with the method behind it where one function answers several.</summary>
    private static string IdOf(Route route)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(route.Function);
        var methods = Triggers.MethodsOf(route.Handler);
        return methods.Count == 1 ? name : name + route.Method[0] + route.Method[1..].ToLowerInvariant();
    }

    private static void AddPolicy(JsonObject operation, Route route)
    {
        if (route.Handler.GetCustomAttribute<AnonymousAttribute>() is { } anonymous)
        {
            operation["description"] = $"Without a credential. {anonymous.Reason}";
            operation["security"] = new JsonArray();
        }
        else if (route.Handler.GetCustomAttribute<RequiresAttribute>() is { } requires)
        {
            var roles = requires.Roles.Select(role => role.ToString().ToLowerInvariant()).ToArray();
            operation["description"] = $"For {string.Join(", ", roles)}.";
            operation["x-roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]);
        }
    }

    private static void AddDeprecation(JsonObject operation, Route route)
    {
        if (route.Handler.GetCustomAttribute<DeprecatedAttribute>() is not { } deprecated)
            return;
        operation["deprecated"] = true;
        operation["description"] = $"{operation["description"]} May be gone from {deprecated.Sunset} on. {deprecated.Instead}";
    }

    private JsonObject Responses(Route route)
    {
        var responses = new JsonObject();
        foreach (var answers in route.Handler.GetCustomAttributes<AnswersAttribute>().GroupBy(answer => answer.Status).OrderBy(of => of.Key))
            responses[answers.Key.ToString()] = LimitHeaders.With(Success([.. answers]), route);
        foreach (var status in Refusals.Of(route, TakesBody(route) && Accepted(route) is not null))
            responses[status.ToString()] = Refusals.Reference(status);
        responses["default"] = Refusals.Reference(Refusals.AnyStatus);
        return responses;
    }

    /// <summary>The answers of one status, told apart by their media types; the first says what it is.</summary>
    private JsonObject Success(IReadOnlyList<AnswersAttribute> answers)
    {
        var response = new JsonObject { ["description"] = answers[0].Body is { } body ? summaries.Of(body) ?? "Done." : "Done." };
        if (Headers(answers[0]) is { Count: > 0 } headers)
            response["headers"] = headers;
        foreach (var answer in answers.Where(answer => answer.Body is not null || answer.MediaType != "application/json"))
        {
            var content = (JsonObject)(response["content"] ??= new JsonObject());
            content[answer.MediaType] = answer.Body is { } type ? new JsonObject { ["schema"] = schemas.OfAnswer(type) } : new JsonObject();
        }
        return response;
    }

    private static JsonObject Headers(AnswersAttribute answer)
    {
        var headers = new JsonObject();
        if (answer.Status is 201 or 202)
            headers["Location"] = Text("Where it is.");
        if (answer.Body?.GetProperty("Version") is not null)
            headers["ETag"] = Text("The version, to be sent as If-Match with a change.");
        if (answer.Body is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(Page<>))
            headers["Link"] = Text("The next page as rel=next; missing on the last one.");
        return headers;
    }

    private JsonObject RequestBody(AcceptsAttribute accepts) => new()
    {
        ["required"] = !BodyRules.Of(accepts.Body).MayBeEmpty,
        ["content"] = Content(accepts),
    };

    private JsonObject Content(AcceptsAttribute accepts) => new()
    {
        [accepts.MediaType] = new JsonObject
        {
            ["schema"] = accepts.MediaType == "multipart/form-data" ? Upload() : schemas.OfBody(accepts.Body),
        },
    };

    private static JsonObject Upload() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["file"] = new JsonObject { ["contentMediaType"] = "application/octet-stream" } },
        ["required"] = new JsonArray("file"),
    };

    private static JsonObject Text(string description) =>
        new() { ["description"] = description, ["schema"] = new JsonObject { ["type"] = "string" } };
}
