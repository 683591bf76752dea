using System.Text.Encodings.Web;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Unit.OpenApi;

/// <summary>The document is also a file, so that a review shows what a change does to callers, and clients are made
/// without a running product.</summary>
public sealed class OpenApiFileTests
{
    private const string Name = "docs/openapi.json";
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Written anew by <c>ITSM_DOCS_OPENAPI=1 dotnet run --project tests/Unit -- -class "*OpenApiFileTests"</c>.
    /// </summary>
    [Fact]
    public void File_IsTheDocumentThatIsServed()
    {
        var served = Document.Json.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("ITSM_DOCS_OPENAPI") == "1")
            File.WriteAllText(Path.Combine(Repository.Root, Name), served);

        Assert.True(served == Repository.Read(Name), $"{Name} is behind the code; the summary of this test writes it.");
    }
}
