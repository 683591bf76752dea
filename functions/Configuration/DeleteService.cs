using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Configuration;

/// <summary>A manager gives a service up. Its versions stay readable.</summary>
public static class DeleteService
{
    /// <summary>Refused while configuration items belong to it.</summary>
    /// <param name="items">Their keys.</param>
    public static Decision<ServiceEvent> Decide(string key, Service? service, IReadOnlyList<string> items)
    {
        if (service is null) return Problem.NotFound($"service {key}");
        return items.Count > 0 ? Problem.InUse($"service {key}", items) : new ServiceDeleted(key);
    }
}
