using ItsmServerless.Intake.Rules;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants;

namespace ItsmServerless.Intake.Mails;

/// <summary>Applies the tenant's rules and its matrix to mails that begin an incident.</summary>
public sealed class MailRules(
    EventLog log, RuleBook book, RuleAssignment assignment, PriorityMatrices matrices)
{
    /// <summary>The mail with what is to be done. The rules and the source are read at once; then what an assignment
    /// costs.</summary>
    public async Task<ReceivedMail> Treat(ReceivedMail received, CancellationToken cancel)
    {
        var (tenant, receipt) = (received.Tenant, received.Receipt);
        var (rules, source) = (book.Current(tenant, cancel), SourceOf(tenant, receipt, cancel));
        var treatment = (await rules).Treat(Arrived(received, await source));
        return received with
        {
            Treatment = await assignment.Assign(tenant, treatment, receipt.Defaults.Group, cancel),
            Matrix = await matrices.Of(tenant, cancel),
        };
    }

    /// <summary>What rules see of a mail.</summary>
    internal static ArrivedMessage Arrived(ReceivedMail received, IntakeSource source)
    {
        var (mail, receipt) = (received.Mail, received.Receipt);
        return new(source.Id, source.Name, receipt.Format, mail.Subject, mail.Text)
        {
            Service = receipt.Defaults.Service,
            Group = receipt.Defaults.Group,
            From = mail.From is not { } from ? [] : from.Name is { } name ? [from.Email.Value, name] : [from.Email.Value],
            To = [.. mail.Recipients.Select(address => address.Value)],
        };
    }

    private async Task<IntakeSource> SourceOf(TenantId tenant, Receipt receipt, CancellationToken cancel) =>
        (await log.Find<IntakeSource, IntakeSourceEvent>(tenant, receipt.Source, cancel))!.State;
}
