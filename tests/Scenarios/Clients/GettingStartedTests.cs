using System.Net;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Clients;

/// <summary>The programs of the pages do what the pages say, as they stand there.</summary>
public sealed class GettingStartedTests(ClientFixture product) : IClassFixture<ClientFixture>
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup><ProjectReference Include="{client}" /></ItemGroup>
        </Project>
        """;

    [Fact]
    public async Task Curl_Page_ReportsChangesAndResolvesAnIncident()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The page is for a POSIX shell.");
        using var folder = new ScratchFolder();
        var environment = await product.EnvironmentAsync();
        var output = await Command.RunAsync(folder.Path, environment, "sh", "-eu", "-c", Page.Program("curl.md", "sh"));

        Assert.Contains("version_conflict", output, StringComparison.Ordinal);
        await ExpectWhatThePagesMakeAsync(environment["ITSM_KEY"]);
    }

    [Fact]
    public async Task CSharp_Page_ReportsChangesAndResolvesAnIncident()
    {
        using var folder = new ScratchFolder();
        var client = Path.Combine(SolutionFolder.Path, "infra", "clients", "csharp", "ItsmServerless.Client.csproj");
        folder.Write("Start.csproj", Project.Replace("{client}", client, StringComparison.Ordinal));
        folder.Write("Program.cs", Page.Program("csharp.md", "csharp"));
        var environment = await product.EnvironmentAsync();
        var output = await Command.RunAsync(folder.Path, environment, "dotnet", "run");

        Assert.Contains("INC-000001 has priority P2", output, StringComparison.Ordinal);
        Assert.Contains("version_conflict: ", output, StringComparison.Ordinal);
        Assert.Contains("INC-000001 Resolved The printer is on fire", output, StringComparison.Ordinal);
        await ExpectWhatThePagesMakeAsync(environment["ITSM_KEY"]);
    }

    [Fact]
    public async Task TypeScript_Page_ReportsChangesAndResolvesAnIncident()
    {
        var package = await product.TypeScriptAsync();
        using var folder = new ScratchFolder(Path.Combine(package, "dist"));
        folder.Write("start.ts", Page.Program("typescript.md", "ts"));
        var environment = await product.EnvironmentAsync();
        var source = Path.Combine(folder.Path, "start.ts");
        await Command.RunAsync(package, environment, "node", "node_modules/typescript/bin/tsc",
            "--strict", "--module", "NodeNext", "--target", "ES2022", "--skipLibCheck", "--types", "node", source);
        var output = await Command.RunAsync(package, environment, "node", Path.ChangeExtension(source, "js"));

        Assert.Contains("INC-000001 has priority P2", output, StringComparison.Ordinal);
        Assert.Contains("version_conflict: ", output, StringComparison.Ordinal);
        Assert.Contains("INC-000001 resolved The printer is on fire", output, StringComparison.Ordinal);
        await ExpectWhatThePagesMakeAsync(environment["ITSM_KEY"]);
    }

    private async Task ExpectWhatThePagesMakeAsync(string key)
    {
        using var api = new IncidentApi(new Uri(product.Url), key);
        var incident = (await api.Get("/v1/incidents/INC-000001")).Expect(HttpStatusCode.OK);
        var comments = (await api.Get("/v1/incidents/INC-000001/comments")).Expect(HttpStatusCode.OK);

        Assert.Equal("resolved", incident.GetProperty("state").GetString());
        Assert.Equal(["printer", "fire"], incident.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal("We are on our way.", Assert.Single(comments.GetProperty("items").EnumerateArray()).GetProperty("body").GetString());
    }
}
