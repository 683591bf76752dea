using System.Text;
using ItsmServerless.Kernel.EventLog;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Intake;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // Before any mail is read: old charsets come in mails.
        return services
            .AddSingleton(RecordKind.Of<IntakeSource, IntakeSourceEvent>(IntakeSource.Prefix))
            .AddSingleton(RecordKind.Of<Receipt, ReceiptEvent>(Receipt.Prefix))
            .AddSingleton<IntakeSources>().AddSingleton<IntakeDoor>().AddSingleton<Receipts>()
            .AddSingleton<MessageIntake>().AddSingleton<MailIntake>().AddSingleton<MailThreads>()
            .AddSingleton<MailClaims>().AddSingleton<MailAttachments>();
    }
}
