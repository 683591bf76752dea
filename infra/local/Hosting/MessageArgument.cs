using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Source = System.Func<ItsmServerless.Local.Hosting.LocalFunctionContext, object?>;

namespace ItsmServerless.Local.Hosting;

/// <summary>Makes what a function takes of the messages that start it, as the worker's converters do.</summary>
/// <remarks>A body that cannot be read as the type fails the invocation, and so gives the message back.</remarks>
internal static class MessageArgument
{
    private static readonly JsonSerializerOptions Lenient = new() { PropertyNameCaseInsensitive = true };

    /// <summary>A source for the type; <see langword="null"/> when it cannot hold a message or batch.</summary>
    public static Source? Of(Type type, bool isBatched) => isBatched ? OfBatch(type) : OfOne(type);

    private static Source? OfOne(Type type) => ConversionTo(type) is { } convert
        ? context => convert((ServiceBusReceivedMessage)context.TriggerValue!)
        : null;

    private static Source? OfBatch(Type type) =>
        type.GetElementType() is { } element && type.IsSZArray && ConversionTo(element) is { } convert
            ? context => ArrayOf(element, (ServiceBusReceivedMessage[])context.TriggerValue!, convert)
            : null;

    private static Array ArrayOf(
        Type element, ServiceBusReceivedMessage[] messages, Func<ServiceBusReceivedMessage, object?> convert)
    {
        var array = Array.CreateInstance(element, messages.Length);
        for (var i = 0; i < messages.Length; i++)
            array.SetValue(convert(messages[i]), i);
        return array;
    }

    private static Func<ServiceBusReceivedMessage, object?>? ConversionTo(Type type)
    {
        if (type == typeof(ServiceBusReceivedMessage))
            return message => message;
        if (type == typeof(BinaryData))
            return message => message.Body;
        if (type == typeof(string))
            return message => message.Body.ToString();
        if (type == typeof(byte[]))
            return message => message.Body.ToArray();
        if (type.IsInterface || type.IsAbstract || type.IsPointer || type.IsByRef || type == typeof(object))
            return null;
        return message => JsonSerializer.Deserialize(message.Body.ToMemory().Span, type, Lenient);
    }
}
