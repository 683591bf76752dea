using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.ServiceLevels;

/// <summary>Holidays from files: first shown, then added.</summary>
public sealed class HolidayFunctions(Api api, Calendars calendars)
{
    private const string From = "The first day that is wanted, as 2027-01-01; today when missing.";
    private const string To = "The last day that is wanted; two years after the first when missing, ten at most.";

    /// <summary>Shows what the holidays of an iCalendar file would change; nothing is kept.</summary>
    [Function("PreviewHolidays"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(byte[]), MediaType = HolidayFile.MediaType), Answers(200, typeof(HolidayDifference))]
    [Query("from", From), Query("to", To)]
    public async Task<IResult> PreviewHolidays(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/calendars/{key}/holidays/preview")]
        HttpRequest request, string key, CancellationToken cancel)
    {
        var import = await Bind(request, key, cancel);
        var compared = import.Then(i => calendars.PreviewHolidays(key, i, cancel));
        return await compared.Ok();
    }

    /// <summary>Adds the holidays of an iCalendar file to a calendar.</summary>
    [Function("ImportHolidays"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(byte[]), MediaType = HolidayFile.MediaType), Answers(200, typeof(Calendar))]
    [Query("from", From), Query("to", To)]
    public async Task<IResult> ImportHolidays(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/calendars/{key}/holidays")]
        HttpRequest request, string key, CancellationToken cancel)
    {
        var import = await Bind(request, key, cancel);
        var put = import.Then(i => calendars.ImportHolidays(key, i, cancel));
        return await put.Ok(calendar => calendar.State);
    }

    /// <summary>No file is read for a calendar that is not there.</summary>
    private async Task<Outcome<Request<ImportHolidays>>> Bind(
        HttpRequest request, string key, CancellationToken cancel)
    {
        var calendar = await calendars.Get(api.Caller(request), key, null, cancel);
        var bound = await calendar.Then(_ => api.BindFile(request, HolidayFile.MediaType, HolidayFile.MostBytes));
        return bound.Then(file => HolidayRange.Of(request, file.Command.At)
            .Map(range => file.With(new ImportHolidays(file.Body, range.From, range.To))));
    }
}
