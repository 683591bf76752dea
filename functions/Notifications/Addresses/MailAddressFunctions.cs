using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Notifications.Addresses;

/// <summary>The HTTP routes of addresses that mails did not reach.</summary>
public sealed class MailAddressFunctions(Api api, MailAddresses addresses)
{
    private const string Route = "v1/mail-addresses";

    /// <summary>Lists addresses that mails did not reach.</summary>
    [Function("ListMailAddresses"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Page<MailAddressView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => addresses.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Shows an address that mails did not reach.</summary>
    [Function("GetMailAddress"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(MailAddressView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{email}")] HttpRequest request,
        string email, CancellationToken cancel) =>
        await addresses.Get(api.Caller(request), email, cancel).Ok(found => MailAddressView.Of(found.State));

    /// <summary>Has mails sent to an address again.</summary>
    [Function("ClearMailAddress"), Requires(Role.Admin), Answers(204)]
    public async Task<IResult> Clear(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{email}")] HttpRequest request,
        string email, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var cleared = command.Then(c => addresses.Clear(email, c, cancel));
        return await cleared.NoContent();
    }
}
