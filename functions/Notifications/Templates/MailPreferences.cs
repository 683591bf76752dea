using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Notifications.Templates;

/// <summary>How a tenant writes to people who have not said how they read.</summary>
/// <param name="Language">A tag (BCP 47); null for English.</param>
/// <param name="TimeZone">An id of the tz database; null for UTC.</param>
public sealed record MailPreferences(string? Language, string? TimeZone, int Version)
    : IRecord<MailPreferences, MailPreferencesEvent>
{
    /// <summary>The prefix of the only id.</summary>
    public const string Prefix = "mps";

    /// <inheritdoc/>
    public static string Practice => "mail_settings";

    /// <summary>The only one of a tenant.</summary>
    public static RecordId Id { get; } = RecordId.Named(Prefix, "all");

    /// <inheritdoc/>
    public static MailPreferences Apply(MailPreferences? state, Recorded<MailPreferencesEvent> recorded) =>
        recorded.Event switch
        {
            MailPreferencesPut e => new(e.Language, e.TimeZone, recorded.Sequence),
            _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
        };
}

/// <summary>What happens to how a tenant writes.</summary>
public abstract record MailPreferencesEvent;

/// <summary>From here on it is so.</summary>
[EventType("mail_settings.put")]
public sealed record MailPreferencesPut(string? Language, string? TimeZone) : MailPreferencesEvent;

/// <summary>How a tenant writes, as callers see it.</summary>
public sealed record MailPreferencesView(string? Language, string? TimeZone, int Version)
{
    /// <summary>All of it.</summary>
    public static MailPreferencesView Of(MailPreferences preferences) =>
        new(preferences.Language, preferences.TimeZone, preferences.Version);
}

/// <summary>An admin says how people are written to who have not said how they read.</summary>
public sealed record PutMailSettings(string? Language = null, string? TimeZone = null) : IBody<PutMailSettings>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutMailSettings body) =>
    [
        .. Check.OneOf("/language", body.Language, Words<Language>.All),
        .. Check.That(
            body.TimeZone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(body.TimeZone) is not null, "/timeZone",
            "time_zone", "/timeZone is no zone of the tz database."),
    ];

    /// <summary>All of it is replaced.</summary>
    public static Decision<MailPreferencesEvent> Decide(PutMailSettings body) =>
        new MailPreferencesPut(body.Language, body.TimeZone);
}
