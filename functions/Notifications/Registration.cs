using ItsmServerless.Kernel;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Notifications.Addresses;
using ItsmServerless.Notifications.Budgets;
using ItsmServerless.Notifications.Sent;
using ItsmServerless.Notifications.Templates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Notifications;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddNotifications(
        this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<IMailTransport>(new SmtpMailTransport(Smtp(configuration)))
        .AddSingleton<Notices>().AddSingleton<Acquaintance>().AddSingleton<AskedPeople>().AddSingleton<ChannelUse>().AddSingleton<Recipients>()
        .AddSingleton<MailComposer>().AddSingleton<MailDelivery>().AddSingleton<Notifier>()
        .AddSingleton<SentMails>().AddSingleton<SentCards>().AddSingleton<NotificationLists>()
        .AddSingleton<MailAddresses>().AddSingleton<UndeliveredMails>()
        .AddSingleton(RecordKind.Of<MailAddress, MailAddressEvent>(MailAddress.Prefix))
        .AddSingleton(MailBudgetSettings.Of(configuration)).AddSingleton<MailBudgets>().AddSingleton<MailRestraint>()
        .AddSingleton(RecordKind.Of<MailTemplate, MailTemplateEvent>(MailTemplate.Prefix))
        .AddSingleton(RecordKind.Of<MailPreferences, MailPreferencesEvent>(MailPreferences.Prefix))
        .AddSingleton<MailTemplates>().AddSingleton<MailReaders>().AddSingleton<NoticeWriter>()
        .AddSingleton<TeamsCards>().AddSingleton<CardDelivery>().AddSingleton<WorkflowPost>();

    private static SmtpSettings Smtp(IConfiguration configuration) => new(
        configuration.Required("Smtp:Host"),
        configuration["Smtp:Port"] is null ? 587 : configuration.Required("Smtp:Port", Port),
        configuration["Smtp:User"] is { Length: > 0 } user ? user : null, configuration["Smtp:Password"],
        configuration["Smtp:UseTls"] is null || configuration.Required("Smtp:UseTls", bool.Parse));

    private static int Port(string text) => int.TryParse(text, out var port) && port is > 0 and < 65536
        ? port
        : throw new FormatException($"{text} is no port.");
}
