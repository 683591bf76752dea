using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>A file for an incident.</summary>
public static class AttachToIncident
{
    /// <summary>Bytes of one file.</summary>
    public const long MostBytes = 25 << 20;

    /// <summary>Files of one incident.</summary>
    public const int MostFiles = 50;

    /// <summary>Possible in every state, also afterwards: evidence often comes late.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident, IncidentAttached attached)
    {
        if (incident.Attachments.Any(attachment => attachment.Id == attached.AttachmentId))
            return Decision<IncidentEvent>.Nothing;
        return incident.Attachments.Count < MostFiles ? attached : Problem.Validation(new FieldError(
            "/file", "count", $"The incident has {incident.Attachments.Count} files; {MostFiles} are allowed."));
    }
}
