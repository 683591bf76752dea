using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>A maintenance window is given up; what was scheduled by it stays scheduled.</summary>
public static class DeleteMaintenanceWindow
{
    /// <summary>Possible while there is one.</summary>
    public static Decision<MaintenanceWindowEvent> Decide(string key, MaintenanceWindow? window) => window is null
        ? Problem.NotFound($"maintenance window {key}")
        : new MaintenanceWindowDeleted(key);
}
