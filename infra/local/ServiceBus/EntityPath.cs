namespace ItsmServerless.Local.ServiceBus;

/// <summary>Names the places messages are received from, as Service Bus writes them.</summary>
public static class EntityPath
{
    private const string DeadLetterSuffix = "/$DeadLetterQueue";

    /// <summary>A subscription of a topic.</summary>
    public static string Subscription(string topic, string subscription) => $"{topic}/Subscriptions/{subscription}";

    /// <summary>The dead letters of a queue or subscription.</summary>
    public static string DeadLetters(string path) => path + DeadLetterSuffix;

    /// <summary>The queue or topic that a path belongs to.</summary>
    internal static string EntityOf(string path)
    {
        var end = path.IndexOf("/Subscriptions/", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? path : path[..end];
    }
}
