using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Source = System.Func<ItsmServerless.Local.Hosting.LocalFunctionContext, object?>;

namespace ItsmServerless.Local.Hosting;

/// <summary>Decides at start where each argument of a function comes from; what nobody can fill stops the
/// start.</summary>
internal static class ArgumentBinding
{
    /// <summary>A source for each parameter, in their order.</summary>
    /// <exception cref="StartFailedException">A parameter cannot be filled.</exception>
    public static ImmutableArray<Source> Of(
        string function, MethodInfo method, ParameterInfo triggerParameter, TriggerBindingAttribute trigger) =>
    [
        .. method.GetParameters().Select(parameter =>
            Of(parameter, parameter.Position == triggerParameter.Position, trigger)
            ?? throw LocalFunction.Refusal(
                function, $"its parameter {parameter.Name} of type {parameter.ParameterType.Name} cannot be filled."))
    ];

    private static Source? Of(ParameterInfo parameter, bool isTrigger, TriggerBindingAttribute trigger) =>
        isTrigger ? OfTrigger(parameter.ParameterType, trigger) : OfOther(parameter, trigger);

    private static Source? OfTrigger(Type type, TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute when type == typeof(HttpRequest) => TriggerValue,
        TimerTriggerAttribute when type == typeof(TimerInfo) => TriggerValue,
        ServiceBusTriggerAttribute bus => MessageArgument.Of(type, bus.IsBatched),
        OrchestrationTriggerAttribute when type == typeof(TaskOrchestrationContext) => TriggerValue,
        ActivityTriggerAttribute => TriggerValue,
        _ => null,
    };

    private static object? TriggerValue(LocalFunctionContext context) => context.TriggerValue;

    private static Source? OfOther(ParameterInfo parameter, TriggerBindingAttribute trigger)
    {
        var type = parameter.ParameterType;
        if (type == typeof(FunctionContext))
            return context => context;
        if (type == typeof(CancellationToken))
            return context => context.CancellationToken;
        if (type == typeof(DurableTaskClient) && parameter.IsDefined(typeof(DurableClientAttribute)))
            return context => context.InstanceServices.GetRequiredService<DurableTaskClient>();
        if (type == typeof(ServiceBusMessageActions) && trigger is ServiceBusTriggerAttribute)
            return context => context.Features.Get<ServiceBusMessageActions>();
        if (type == typeof(ServiceBusSessionMessageActions)
            && trigger is ServiceBusTriggerAttribute { IsSessionsEnabled: true })
        {
            return context => context.Features.Get<ServiceBusSessionMessageActions>();
        }
        return OfBindingData(parameter, trigger);
    }

    private static Source? OfBindingData(ParameterInfo parameter, TriggerBindingAttribute trigger)
    {
        var isKnown = trigger switch
        {
            HttpTriggerAttribute http => IsInRoute(http.Route, parameter.Name!),
            ActivityTriggerAttribute => parameter.Name == "instanceId",
            _ => false,
        };
        if (!isKnown || TextConversion.To(parameter.ParameterType) is not { } convert)
            return null;
        var whenAbsent = parameter.HasDefaultValue ? parameter.DefaultValue : convert(null);
        return context => TextOf(context, parameter.Name!) is { } text ? convert(text) : whenAbsent;
    }

    private static string? TextOf(LocalFunctionContext context, string name) =>
        context.TriggerValue is HttpRequest request
            ? request.RouteValues.GetValueOrDefault(name)?.ToString()
            : context.BindingContext.BindingData.GetValueOrDefault(name) as string;

    private static bool IsInRoute(string? route, string name)
    {
        try
        {
            return route is not null && RoutePatternFactory.Parse(route).GetParameter(name) is not null;
        }
        catch (RoutePatternException)
        {
            return true; // No template: refused with what is wrong about it where routes are made.
        }
    }
}
