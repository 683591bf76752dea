using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Metering.Marketplace;

/// <summary>The operator has put right what the Marketplace refused for, and wants it told again.</summary>
/// <param name="Tenant">Whose; all when missing.</param>
public sealed record ResendSubmissions(string? Tenant = null) : IBody<ResendSubmissions>
{
    /// <inheritdoc/>
    public static bool MayBeEmpty => true;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ResendSubmissions body) => Check.Text("/tenant", body.Tenant, 0, 64);
}

/// <summary>What is told again.</summary>
/// <param name="Count">Submissions that the next round tells.</param>
/// <param name="TooOld">Those that stay refused: the Marketplace takes nothing of more than 24 hours ago.</param>
public sealed record ResentSubmissions(int Count, int TooOld);

/// <summary>Takes up again what was refused.</summary>
public sealed class SubmissionResend(EventLog log, SubmissionBook book)
{
    /// <summary>Where answers are kept: submissions are no records.</summary>
    private static readonly RecordId Answers = RecordId.Named("marketplace", "resend");

    /// <summary>Lets the next round tell what was refused; what has been taken meanwhile is answered as a duplicate, and
    /// is there once. A query a day, and a transaction for each 25.</summary>
    public Task<Outcome<ResentSubmissions>> Resend(Request<ResendSubmissions> request, CancellationToken cancel) =>
        log.Once(request.Command, Answers, () => Resend(request.Body, request.Command, cancel), cancel);

    private async Task<Outcome<ResentSubmissions>> Resend(
        ResendSubmissions body, CommandContext command, CancellationToken cancel)
    {
        var known = await book.Since(command.At - SubmissionRules.Window, command.At, cancel);
        var refused = known.Values.Where(told => told.State == SubmissionState.Refused)
            .Where(told => body.Tenant is null || told.Tenant.Value == body.Tenant).ToList();
        var again = refused.Select(told => SubmissionRules.Resent(told, command.At)).OfType<Submission>().ToList();
        foreach (var batch in SubmissionRules.Batches(again)) await book.Put(batch, cancel);
        return new ResentSubmissions(again.Count, refused.Count - again.Count);
    }
}
