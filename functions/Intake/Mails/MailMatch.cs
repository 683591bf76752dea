using System.Text.Json.Serialization;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Intake.Mails;

/// <summary>The record that a mail belongs to, as far as the mail can show.</summary>
/// <param name="Incident">As it is now; null when the record is of another practice.</param>
public sealed record MailMatch(RecordId Record, Incident? Incident, MatchReason Reason, Standing Sender)
{
    /// <summary>Whether the sender has to do only with an incident that was merged into this one: what they write is for
    /// the desk, not for this one's requester.</summary>
    public bool IsByMerge { get; init; }

    /// <summary>Only the recipient of our mail knows the signed address: it stands for them, as long as they have to do
    /// with the record.</summary>
    public bool IsVerified => Reason == MatchReason.SignedAddress && Sender != Standing.Stranger;
}

/// <summary>Why a mail is taken for an answer, the strongest first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MatchReason>))]
public enum MatchReason
{
    /// <summary>It went to the address that we made for this sender and record.</summary>
    [JsonStringEnumMemberName("signed_address")] SignedAddress,
    /// <summary>It names a mail of the record in In-Reply-To or References.</summary>
    [JsonStringEnumMemberName("references")] References,
    /// <summary>It names an id that only answers to the record named before: a provider on the way gave one of its
    /// mails an id of its own.</summary>
    [JsonStringEnumMemberName("provider_id")] ProviderId,
    /// <summary>Its subject has the record's number.</summary>
    [JsonStringEnumMemberName("subject_tag")] SubjectTag,
}

/// <summary>What a sender is to a record.</summary>
public enum Standing
{
    /// <summary>Nothing.</summary>
    Stranger,
    /// <summary>Who asked for help.</summary>
    Requester,
    /// <summary>The assignee, a member of the responsible group, or somebody with a role at the desk.</summary>
    Agent,
}
