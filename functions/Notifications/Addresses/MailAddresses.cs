using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Notifications.Addresses;

/// <summary>The addresses of a tenant that mails did not reach.</summary>
public sealed class MailAddresses(EventLog log, Lists lists)
{
    /// <summary>By address. One query over the rows of what stands against some.</summary>
    public Task<Outcome<Page<MailAddressView>>> List(Caller caller, Paging paging, CancellationToken cancel) =>
        lists.Read(caller.Tenant, [new(TableNames.Settings, [MailAddress.ListPartition])], paging,
            row => MailAddressView.Of(SettingsRow.Read<MailAddress>(row)), cancel);

    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<MailAddress>>> Get(Caller caller, string email, CancellationToken cancel) =>
        log.Get<MailAddress, MailAddressEvent>(caller.Tenant, MailAddress.IdOf(EmailAddress.From(email)), cancel);

    /// <summary>Has mails sent there again.</summary>
    public Task<Outcome<Versioned<MailAddress>>> Clear(
        string email, Request<NoBody> request, CancellationToken cancel) =>
        log.Execute<MailAddress, MailAddressEvent>(
            request.Command, MailAddress.IdOf(EmailAddress.From(email)), ClearMailAddress.Decide, cancel);

    /// <summary>The address, if no mail will ever reach it; else null. One point read.</summary>
    public async Task<MailAddress?> Failed(TenantId tenant, EmailAddress email, CancellationToken cancel) =>
        await log.Find<MailAddress, MailAddressEvent>(tenant, MailAddress.IdOf(email), cancel) is
        { State: { FailedSince: not null } failed } ? failed : null;
}
