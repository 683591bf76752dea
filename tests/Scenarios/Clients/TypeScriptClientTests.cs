using Xunit;

namespace ItsmServerless.Tests.Scenarios.Clients;

public sealed class TypeScriptClientTests(ClientFixture product) : IClassFixture<ClientFixture>
{
    private const string Report = """
        import { connect } from "@itsm-serverless/client";
        const itsm = connect(process.env.ITSM_URL, process.env.ITSM_KEY);
        const { data, error } = await itsm.POST("/v1/incidents", { body: { title: process.env.TITLE } });
        console.log(data?.id ?? `${error.code} ${error.errors[0].pointer}`);
        """;

    [Fact]
    public async Task Refusal_IsTheProblemItIs()
    {
        var environment = await product.EnvironmentAsync();

        Assert.Equal("validation_failed /title\n", await RunAsync(environment, title: ""));
    }

    [Fact]
    public async Task Post_ThatIsSentAgain_HasTheSameKeyEachTime()
    {
        await using var server = await ThrottlingServer.StartAsync();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ITSM_URL"] = server.Url.ToString(), ["ITSM_KEY"] = "key" };

        Assert.Equal("inc_1\n", await RunAsync(environment, title: "Fire"));
        Assert.Equal(2, server.Keys.Count);
        Assert.Single(server.Keys.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Fields_ThatAreNot_DoNotCompile()
    {
        var package = await product.TypeScriptAsync();
        using var folder = new ScratchFolder(Path.Combine(package, "dist"));
        folder.Write("wrong.ts", """
            import { connect } from "@itsm-serverless/client";
            await connect("", "").POST("/v1/incidents", { body: { titel: "Fire" } });
            """);
        var refused = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => Command.RunAsync(
            package, new Dictionary<string, string>(StringComparer.Ordinal), "node", "node_modules/typescript/bin/tsc", "--noEmit",
            "--strict", "--module", "NodeNext", "--target", "ES2022", "--skipLibCheck", Path.Combine(folder.Path, "wrong.ts")));

        Assert.Contains("titel", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(Dictionary<string, string> environment, string title)
    {
        var package = await product.TypeScriptAsync();
        using var folder = new ScratchFolder(Path.Combine(package, "dist"));
        folder.Write("report.mjs", Report);
        environment["TITLE"] = title;
        return await Command.RunAsync(package, environment, "node", Path.Combine(folder.Path, "report.mjs"));
    }
}
