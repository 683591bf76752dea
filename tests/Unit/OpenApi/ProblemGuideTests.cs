using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.OpenApi;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.OpenApi;

public sealed class ProblemGuideTests
{
    private readonly ProblemGuide _guide = new();

    public static TheoryData<ProblemCode> Codes => [.. Enum.GetValues<ProblemCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void EveryCode_SaysWhatItMeans_AndWhatToDo(ProblemCode code)
    {
        var problem = _guide.Find(code.ToText());

        Assert.NotNull(problem);
        Assert.EndsWith(".", problem.Meaning, StringComparison.Ordinal);
        Assert.EndsWith(".", problem.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void EveryCode_HasAnExampleInTheDocument_UnderItsStatus(ProblemCode code)
    {
        var response = Document.Json["components"]!["responses"]![$"Problem{ProblemStatus.Of(code)}"]!;
        var example = response["content"]![ProblemAnswer.MediaType]!["examples"]![code.ToText()]!["value"]!;

        Assert.Equal(code.ToText(), example["code"]!.GetValue<string>());
        Assert.Equal($"/problems/{code.ToText()}", example["type"]!.GetValue<string>());
        Assert.Equal(ProblemStatus.Of(code), example["status"]!.GetValue<int>());
    }

    [Fact]
    public void NoCode_ThatIsNot_IsExplained() => Assert.Null(_guide.Find("nonsense"));

    [Fact]
    public async Task Page_OfACode_ShowsItAsText()
    {
        var problem = new ExplainedProblem("a_code", "A <title>", 409, "Because <b>x</b> & y.", "Do z.");
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await ProblemPages.Of(problem).ExecuteAsync(http);
        http.Response.Body.Position = 0;
        var page = await new StreamReader(http.Response.Body).ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Because &lt;b&gt;x&lt;/b&gt; &amp; y.", page, StringComparison.Ordinal);
        Assert.Contains("409 Conflict", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }
}
