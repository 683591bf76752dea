using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mails;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Rules;
using ItsmServerless.Intake.Signing;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ItsmServerless.Intake;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddIntake(this IServiceCollection services, IConfiguration configuration)
    {
        // Before any mail is read: old charsets come in mails.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return services
            .AddSingleton(MailLimits.Of(configuration))
            .AddSingleton(RecordKind.Of<IntakeSource, IntakeSourceEvent>(IntakeSource.Prefix) with { SharesRows = true })
            .AddSingleton(RecordKind.Of<Receipt, ReceiptEvent>(Receipt.Prefix))
            .AddSingleton<IntakeSources>().AddSingleton<IntakeDoor>().AddSingleton<Receipts>().AddSingleton<MailPages>()
            .AddSingleton<MessageIntake>().AddSingleton<MailIntake>().AddSingleton<MailThreads>()
            .AddSingleton<MailClaims>().AddSingleton<MailConversations>().AddSingleton<MailAttachments>()
            .AddSingleton<MailBallots>()
            .AddSingleton<MailReports>().AddSingleton<MailLoops>()
            .AddAlerts().AddRules();
    }

    private static IServiceCollection AddRules(this IServiceCollection services) => services
        .AddSingleton(RecordKind.Of<IntakeRules, IntakeRulesEvent>(IntakeRules.Prefix))
        .AddSingleton<RuleBook>().AddSingleton<RuleAssignment>().AddSingleton<RuleTrial>().AddSingleton<MailRules>();

    private static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.TryAddSingleton<OutgoingHttp>(_ => new());
        return services
            .AddSingleton<ReadingAttempts>().AddSingleton<AlertIntake>().AddSingleton<AlertDesk>()
            .AddSingleton<AlertClaims>().AddSingleton<AlertStorms>().AddSingleton<SnsSubscriptions>()
            .AddSingleton<AlertChanges>().AddSingleton<AlertTrial>()
            .AddSingleton<MessageProof>().AddSingleton<SnsSignature>().AddSingleton<SnsCertificates>();
    }
}
