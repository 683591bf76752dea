using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Tenants.Identity;

/// <summary>The HTTP routes of identity providers.</summary>
public sealed class IdentityProviderFunctions(Api api, IdentityProviders providers)
{
    private const string Route = "v1/identity-providers";

    /// <summary>Trusts an issuer of access tokens, or changes how far.</summary>
    [Function("PutIdentityProvider"), Requires(Role.Admin)]
    [Accepts(typeof(PutIdentityProvider)), Answers(200, typeof(IdentityProviderView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutIdentityProvider>(request, change: true);
        var put = command.Then(c => providers.Put(key, c, cancel));
        return await put.Ok(provider => IdentityProviderView.Of(provider.State));
    }

    /// <summary>Shows an identity provider.</summary>
    [Function("GetIdentityProvider"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(IdentityProviderView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel) =>
        await providers.Get(api.Caller(request), key, cancel).Ok(provider => IdentityProviderView.Of(provider.State));

    /// <summary>Lists identity providers by key.</summary>
    [Function("ListIdentityProviders"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(Page<IdentityProviderView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => providers.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Ends an identity provider: its tokens are refused everywhere within a minute.</summary>
    [Function("DeleteIdentityProvider"), Requires(Role.Admin), Answers(204)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var deleted = command.Then(c => providers.Delete(key, c, cancel));
        return await deleted.NoContent();
    }
}
