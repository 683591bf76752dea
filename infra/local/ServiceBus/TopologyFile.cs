using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Xml;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>The form of the emulator's configuration, as far as the local bus understands it.</summary>
internal sealed record TopologyFile(TopologyConfig? UserConfig)
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Reads it, and refuses what it does not know.</summary>
    public static JsonTypeInfo<TopologyFile> Reader { get; } =
        (JsonTypeInfo<TopologyFile>)Strict.GetTypeInfo(typeof(TopologyFile));
}

/// <summary>Its only part that counts here.</summary>
internal sealed record TopologyConfig(IReadOnlyList<TopologySpace> Namespaces)
{
    /// <summary>How the emulator logs.</summary>
    public JsonElement? Logging { get; init; }
}

/// <summary>A namespace; the local bus is all of them.</summary>
internal sealed record TopologySpace(string Name)
{
    /// <summary>Its queues.</summary>
    public IReadOnlyList<TopologyEntity>? Queues { get; init; }

    /// <summary>Its topics.</summary>
    public IReadOnlyList<TopologyEntity>? Topics { get; init; }
}

/// <summary>A queue, a topic, or a subscription.</summary>
internal sealed record TopologyEntity(string Name)
{
    /// <summary>How it behaves.</summary>
    public TopologyProperties? Properties { get; init; }

    /// <summary>Those of a topic.</summary>
    public IReadOnlyList<TopologyEntity>? Subscriptions { get; init; }

    /// <summary>Those of a subscription.</summary>
    public IReadOnlyList<TopologyRule>? Rules { get; init; }

    /// <summary>How it behaves, as the bus takes it.</summary>
    /// <exception cref="FormatException">A time or a filter cannot be read; the message says which.</exception>
    public EntityOptions Options(string path, IReadOnlyList<TopologyRule>? rules)
    {
        try
        {
            var options = (Properties ?? new TopologyProperties()).ToOptions();
            return options with { Rules = [.. (rules ?? []).Select(rule => rule.ToRule())] };
        }
        catch (FormatException broken)
        {
            throw new FormatException($"servicebus.json, {path}: {broken.Message}", broken);
        }
    }
}

/// <summary>How a queue, a topic, or a subscription behaves; times are ISO 8601 durations.</summary>
internal sealed record TopologyProperties
{
    private static readonly TimeSpan UsualWindow = TimeSpan.FromMinutes(10);

    /// <summary>See <see cref="EntityOptions.DeadLettersExpired"/>.</summary>
    public bool DeadLetteringOnMessageExpiration { get; init; }

    /// <summary>See <see cref="EntityOptions.DefaultTimeToLive"/>.</summary>
    public string? DefaultMessageTimeToLive { get; init; }

    /// <summary>See <see cref="EntityOptions.DuplicateWindow"/>.</summary>
    public string? DuplicateDetectionHistoryTimeWindow { get; init; }

    /// <summary>See <see cref="EntityOptions.LockDuration"/>.</summary>
    public string? LockDuration { get; init; }

    /// <summary>See <see cref="EntityOptions.MaxDeliveryCount"/>.</summary>
    public int? MaxDeliveryCount { get; init; }

    /// <summary>Whether there is a duplicate window.</summary>
    public bool RequiresDuplicateDetection { get; init; }

    /// <summary>See <see cref="EntityOptions.RequiresSession"/>.</summary>
    public bool RequiresSession { get; init; }

    /// <summary>The same as the bus takes it.</summary>
    public EntityOptions ToOptions()
    {
        var usual = EntityOptions.Default;
        return usual with
        {
            DeadLettersExpired = DeadLetteringOnMessageExpiration,
            DefaultTimeToLive = TimeOf(DefaultMessageTimeToLive) ?? usual.DefaultTimeToLive,
            DuplicateWindow = RequiresDuplicateDetection
                ? TimeOf(DuplicateDetectionHistoryTimeWindow) ?? UsualWindow
                : null,
            LockDuration = TimeOf(LockDuration) ?? usual.LockDuration,
            MaxDeliveryCount = MaxDeliveryCount ?? usual.MaxDeliveryCount,
            RequiresSession = RequiresSession,
        };
    }

    private static TimeSpan? TimeOf(string? text) => text is null ? null : XmlConvert.ToTimeSpan(text);
}
