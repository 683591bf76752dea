using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What ASP.NET Core integration adds to an invocation.</summary>
public static class FunctionContextExtensions
{
    private const string ItemsKey = "HttpRequestContext";

    /// <summary>The request that started the invocation; <see langword="null"/> when another kind of trigger
    /// did.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        context.Items.TryGetValue(ItemsKey, out var item) ? item as HttpContext : null;
}
