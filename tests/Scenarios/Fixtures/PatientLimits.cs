using System.Runtime.CompilerServices;

namespace ItsmServerless.Tests.Scenarios.Fixtures;

/// <summary>Hosts of tests refuse nothing because the machine is busy: how fast that is, is no matter of a test.</summary>
internal static class PatientLimits
{
    /// <summary>As environment variables, which processes that tests start have as well.</summary>
    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable("Limits__LeastUnderWay", "256");
        Environment.SetEnvironmentVariable("Limits__BacklogSeconds", "86400");
    }
}
