using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>The program as a person meets it: started, killed, started again, ended.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Start_PrintsWhereItIsAndServes_AndCtrlCEndsItWithItsStorage()
    {
        await using var product = await ProductProcess.StartAsync();

        Assert.Equal(
            ["Listening on", "Tenant demo", "API key", "Operator key", "API reference", "Developer's desk"],
            product.Output.SkipWhile(IsAboutStorage)
                .Select(line => line.Split(" http")[0].Split(" itsm_")[0].Split(" op_")[0]));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(product, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(product, "/v1/api-keys"));
        Assert.True(product.HasStorage);

        Assert.Equal(0, await product.StopAsync());
        Assert.False(product.HasStorage);
        Assert.Empty(product.Errors);
    }

    /// <summary>What comes first when the emulator is not installed yet, or when its usual ports are taken.</summary>
    private static bool IsAboutStorage(string line) => line.Contains("storage emulator", StringComparison.Ordinal);

    [Fact]
    public async Task Kill_LosesNothing_AndTheNextStartGoesOnWithTheSameKeys()
    {
        await using var product = await ProductProcess.StartAsync();
        var (apiKey, operatorKey) = (product.ApiKey, product.OperatorKey);
        var made = await MakeKeyAsync(product);

        await product.KillAsync();
        Assert.True(product.HasStorage);
        await product.StartAgainAsync();

        Assert.Equal((apiKey, operatorKey), (product.ApiKey, product.OperatorKey));
        Assert.Contains(product.Output, line => line.StartsWith("Taking over", StringComparison.Ordinal));
        Assert.Contains(made, await KeyIdsAsync(product));
    }

    [Fact]
    public async Task Terminate_LosesNothing()
    {
        await using var product = await ProductProcess.StartAsync();
        var made = await MakeKeyAsync(product);

        Assert.Equal(0, await product.StopAsync("TERM"));
        await product.StartAgainAsync();

        Assert.Contains(made, await KeyIdsAsync(product));
    }

    [Fact]
    public async Task ManualClock_GoesOnWhereItStood_AfterAKill()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual", "--no-seed");
        var advanced = await product.Operator.PostAsJsonAsync("/_local/clock/advance", new { by = "P3D" });
        Assert.Equal(HttpStatusCode.OK, advanced.StatusCode);
        var before = await NowAsync(product);

        await product.KillAsync();
        await product.StartAgainAsync();

        Assert.Equal(before, await NowAsync(product));
        Assert.True(before > TimeProvider.System.GetUtcNow().AddDays(2));
    }

    [Theory]
    [InlineData("--port", "70000", "--port is 0 to 65535, not 70000.")]
    [InlineData("--storage", "nonsense", "--storage is no connection string: ")]
    public async Task Start_ThatCannotBe_SaysWhyInOneLine(string option, string value, string expected)
    {
        var data = Directory.CreateTempSubdirectory("itsm-start-");
        var (code, output, errors) = await ProductProcess.RunAsync(option, value, "--data", data.FullName);
        data.Delete(recursive: true);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.StartsWith(expected, errors);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task SecondProgram_OnThePortOrTheDataOfTheFirst_SaysWhichAndEnds()
    {
        await using var product = await ProductProcess.StartAsync("--no-seed");
        var elsewhere = Directory.CreateTempSubdirectory("itsm-second-");
        var port = new Uri(product.Url).Port.ToString(CultureInfo.InvariantCulture);

        var samePort = await ProductProcess.RunAsync("--port", port, "--data", elsewhere.FullName);
        var sameData = await ProductProcess.RunAsync("--port", "0", "--data", product.DataDirectory);
        elsewhere.Delete(recursive: true);

        Assert.Equal((1, 1), (samePort.Code, sameData.Code));
        Assert.StartsWith($"Port {port} of 127.0.0.1 cannot be had", samePort.Errors);
        Assert.StartsWith($"Another host is running on the data in {product.DataDirectory}", sameData.Errors);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(product, "/health/ready"));
    }

    [Fact]
    public async Task Help_IsNoError()
    {
        var (code, output, errors) = await ProductProcess.RunAsync("--help");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("--port N", output);
    }

    private static async Task<HttpStatusCode> StatusAsync(ProductProcess product, string path)
    {
        using var answer = await product.Client.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task<string> MakeKeyAsync(ProductProcess product)
    {
        var key = new { name = "kept", role = "auditor" };
        using var answer = await product.Client.PostAsJsonAsync("/v1/api-keys", key);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<IEnumerable<string?>> KeyIdsAsync(ProductProcess product)
    {
        var list = await product.Client.GetFromJsonAsync<JsonElement>("/v1/api-keys");
        return list.GetProperty("items").EnumerateArray().Select(key => key.GetProperty("id").GetString());
    }

    private static async Task<DateTimeOffset> NowAsync(ProductProcess product) =>
        (await product.Operator.GetFromJsonAsync<JsonElement>("/_local/clock")).GetProperty("now").GetDateTimeOffset();
}
