using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.ServiceLevels;

/// <summary>What would have been under another agreement.</summary>
public sealed class WhatIfFunctions(Api api, WhatIfs whatIfs)
{
    /// <summary>Runs the tenant's own incidents of a time against an agreement or a draft of one; nothing is
    /// kept.</summary>
    [Function("AskWhatIf"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Accepts(typeof(AskWhatIf)), Answers(200, typeof(WhatIfAnswer))]
    public async Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/service-levels/what-ifs")] HttpRequest request,
        CancellationToken cancel) =>
        await api.Bind<AskWhatIf>(request).Then(question => whatIfs.Ask(question, cancel)).Ok();
}
