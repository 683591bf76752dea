namespace ItsmServerless.Local.Durable;

/// <summary>An instance that cannot go on: what is stored of it cannot be read, or the engine broke at it.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Reason">What broke, for a person to read.</param>
/// <param name="Since">When it did, by the engine's clock.</param>
/// <remarks>It keeps its messages and is tried again at the next start. It may be terminated, and then purged.</remarks>
public sealed record ParkedInstance(string InstanceId, string Reason, DateTimeOffset Since);
