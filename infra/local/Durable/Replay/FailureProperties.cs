using ItsmServerless.Local.Durable.Storage;
using Microsoft.DurableTask.Worker;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>What an app tells about its exceptions beside their message.</summary>
internal static class FailureProperties
{
    /// <summary>The facts about an exception as they come back from the storage; null when there are none.</summary>
    public static IDictionary<string, object?>? Of(Exception exception, IExceptionPropertiesProvider? provider)
    {
        try
        {
            return provider?.GetExceptionProperties(exception) is { Count: > 0 } told
                ? StoredJson.Read<IDictionary<string, object?>>(StoredJson.Write(told))
                : null;
        }
        catch (Exception untold) when (untold is not OutOfMemoryException)
        {
            // The failure itself matters more than what a broken provider would have told about it.
            return null;
        }
    }
}
