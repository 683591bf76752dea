using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel;

public sealed class AnswersTests
{
    [Fact]
    public void EveryCode_HasAStatusOfItsOwnKind() =>
        Assert.All(Enum.GetValues<ProblemCode>(), code => Assert.True(ProblemStatus.Of(code) is >= 400 and < 500
            || code is ProblemCode.Internal or ProblemCode.StorageUnavailable or ProblemCode.Overloaded));

    /// <summary>Codes are those of the contract, section 2.</summary>
    [Theory]
    [InlineData(ProblemCode.KeyInUrl, "key_in_url", 400)]
    [InlineData(ProblemCode.UnknownField, "unknown_field", 400)]
    [InlineData(ProblemCode.DuplicateField, "duplicate_field", 400)]
    [InlineData(ProblemCode.InvalidJson, "invalid_json", 400)]
    [InlineData(ProblemCode.InvalidKey, "invalid_key", 400)]
    [InlineData(ProblemCode.InvalidCursor, "invalid_cursor", 400)]
    [InlineData(ProblemCode.NotTheApprover, "not_the_approver", 403)]
    [InlineData(ProblemCode.InvalidTransition, "invalid_transition", 409)]
    [InlineData(ProblemCode.InProgress, "in_progress", 409)]
    [InlineData(ProblemCode.SlugTaken, "slug_taken", 409)]
    [InlineData(ProblemCode.AlreadyDecided, "already_decided", 409)]
    [InlineData(ProblemCode.RequestChanged, "request_changed", 409)]
    [InlineData(ProblemCode.NoLongerPending, "no_longer_pending", 410)]
    [InlineData(ProblemCode.VersionConflict, "version_conflict", 412)]
    [InlineData(ProblemCode.PayloadTooLarge, "payload_too_large", 413)]
    [InlineData(ProblemCode.ValidationFailed, "validation_failed", 422)]
    [InlineData(ProblemCode.IdempotencyMismatch, "idempotency_mismatch", 422)]
    [InlineData(ProblemCode.PreconditionRequired, "precondition_required", 428)]
    [InlineData(ProblemCode.RateLimited, "rate_limited", 429)]
    [InlineData(ProblemCode.QuotaExceeded, "quota_exceeded", 429)]
    [InlineData(ProblemCode.StorageUnavailable, "storage_unavailable", 503)]
    public void Code_IsWrittenAsPromised(ProblemCode code, string text, int status) =>
        Assert.Equal((text, status), (code.ToText(), ProblemStatus.Of(code)));

    [Theory]
    [InlineData("PT4H", 4 * 60)]
    [InlineData("P3D", 3 * 24 * 60)]
    [InlineData("PT30M", 30)]
    [InlineData("-PT30M", -30)]
    [InlineData("P1DT1H", 25 * 60)]
    public void Duration_IsWrittenAndReadInIso8601(string text, int minutes)
    {
        Assert.True(IsoDurationConverter.TryParse(text, out var duration));
        Assert.Equal(Duration.FromMinutes(minutes), duration);
        Assert.Equal(text, IsoDurationConverter.ToText(duration));
    }

    [Theory]
    [InlineData("\"3\"", 3, true)]
    [InlineData("\"3\"", 4, false)]
    [InlineData("*", 4, true)]
    [InlineData("W/\"3\"", 3, false)]
    [InlineData("3", 3, false)]
    public void IfMatch_AcceptsTheStrongTagOfTheVersion(string header, int version, bool accepts)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.IfMatch = header;

        Assert.Equal(accepts, RequestHeaders.IfMatch(request).Value.Value!.Accepts(version));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("ümlaut")]
    public void IdempotencyKey_OfOtherCharacters_IsRefused(string key)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["Idempotency-Key"] = key;

        Assert.Equal(ProblemCode.InvalidKey, RequestHeaders.IdempotencyKey(request).Problem?.Code);
    }
}
