using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

public sealed class AttachmentTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private readonly IncidentApi _api = desk.Admin;

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(9 << 20)]
    public async Task File_ComesBackAsItWasSent(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var path = await Incident();
        var answer = await _api.Post(path, File("Übersicht \"2026\".pdf", "application/pdf", content));
        var attachment = answer.Expect(HttpStatusCode.Created);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), attachment.GetProperty("sha256").GetString());
        Assert.Equal(attachment.GetRawText(), Assert.Single(await _api.All(path)).GetRawText());

        var download = await _api.Get(answer.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, download.Status);
        Assert.Equal(content, download.Bytes);
        Assert.Equal("attachment", download.Content.ContentDisposition!.DispositionType);
        Assert.Equal("Übersicht \"2026\".pdf", download.Content.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", Assert.Single(download.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task File_SentTwiceWithOneKey_IsOneFile()
    {
        var path = await Incident();
        var first = await _api.Post(path, File("a.txt", "text/plain", "same"u8.ToArray()), "one-file");
        var again = await _api.Post(path, File("a.txt", "text/plain", "same"u8.ToArray()), "one-file");
        var expected = first.Expect(HttpStatusCode.Created).GetRawText();
        Assert.Equal(expected, again.Expect(HttpStatusCode.Created).GetRawText());
        var other = await _api.Post(path, File("a.txt", "text/plain", "other"u8.ToArray()), "one-file");
        other.Refused(HttpStatusCode.UnprocessableEntity, "idempotency_mismatch");
        Assert.Single(await _api.All(path));
        Assert.Equal("same"u8.ToArray(), (await _api.Get(first.Headers.Location!.ToString())).Bytes);
    }

    [Fact]
    public async Task File_OfMoreThan25MiB_IsRefused_AndNothingIsKept()
    {
        var path = await Incident();
        var answer = await _api.Post(path, File("big", "text/plain", new byte[(25 << 20) + 1]));
        answer.Refused(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
        Assert.Empty(await _api.All(path));
    }

    [Fact]
    public async Task File_WithAHostileName_IsShownHarmless()
    {
        var hostile = File("..\\..\\in\u202Evoice\u200B.exe", "text/html", "x"u8.ToArray());
        var answer = await _api.Post(await Incident(), hostile);
        Assert.Equal("invoice.exe", answer.Expect(HttpStatusCode.Created).GetProperty("name").GetString());
        var download = await _api.Get(answer.Headers.Location!.ToString());
        Assert.Equal("application/octet-stream", download.Content.ContentType!.MediaType);
    }

    [Fact]
    public async Task Body_ThatIsNoFormWithOneFile_IsRefused()
    {
        var path = await Incident();
        (await _api.Post(path, new { file = "x" }))
            .Refused(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        (await _api.Post(path, Raw("--x--\r\n"))).Invalid();
        (await _api.Post(path, new MultipartFormDataContent { { new StringContent("x"), "other" } }))
            .Refused(HttpStatusCode.BadRequest, "unknown_field");
        (await _api.Post(path, Raw("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nno end")))
            .Refused(HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Empty(await _api.All(path));
    }

    [Fact]
    public async Task File_OfWhatIsNot_IsNotFound()
    {
        (await _api.Get(await Incident() + "/att_01JDAAAAAAAAAAAAAAAAAAAAAA")).NotFound();
        (await _api.Post("/v1/incidents/INC-999999/attachments", File("a", "text/plain", [1]))).NotFound();
    }

    private async Task<string> Incident() =>
        $"/v1/incidents/{IncidentApi.IdOf(await _api.Report(new { title = "With files" }))}/attachments";

    private static MultipartFormDataContent File(string name, string type, byte[] content)
    {
        var part = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        part.Headers.ContentDisposition = new("form-data") { Name = "file", FileNameStar = name };
        return new MultipartFormDataContent { part };
    }

    private static StringContent Raw(string body)
    {
        var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        return content;
    }
}
