using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Azure.Data.Tables;
using ItsmServerless.Local;
using ItsmServerless.Local.Azurite;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Azurite;

public sealed class AzuriteProcessTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("itsm-data-");
    private readonly List<string> _said = [];

    [Fact]
    public async Task Stop_WritesEverything_SoTheNextStartHasIt()
    {
        await using (var first = await StartAsync())
            await AddRowAsync(first);
        Assert.False(File.Exists(Path.Combine(_data.FullName, "azurite.json")));
        await using var second = await StartAsync();
        Assert.True(await HasRowAsync(second));
    }

    [Fact]
    public async Task Stop_DoesNotWaitForAClientThatKeepsAConnectionItNeverUsed()
    {
        var azurite = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(azurite.TableEndpoint.Host, azurite.TableEndpoint.Port);
        await AddRowAsync(azurite); // Over another connection: by now the first one was taken.

        await azurite.DisposeAsync(); // Throws when it takes too long.

        Assert.False(File.Exists(Path.Combine(_data.FullName, "azurite.json")));
    }

    [Fact]
    public async Task Start_AfterTheHostWasKilled_TakesItsAzuriteOver()
    {
        var killed = await StartAsync();
        await AddRowAsync(killed);
        var pid = RecordedPid();
        killed.LetGo();
        await using var next = await StartAsync();
        Assert.Equal(pid, RecordedPid());
        Assert.Equal(killed.ConnectionString, next.ConnectionString);
        Assert.True(await HasRowAsync(next));
        Assert.Contains(_said, line => line.StartsWith("Taking over", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WhileTheLastOneIsStillEnding_WaitsAndStartsAnew()
    {
        var killed = await StartAsync();
        await AddRowAsync(killed);
        var pid = RecordedPid();
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, "azurite.stop"), string.Empty);
        killed.LetGo();
        await using var next = await StartAsync();
        Assert.NotEqual(pid, RecordedPid());
        Assert.True(await HasRowAsync(next));
    }

    [Fact]
    public async Task Start_WithARecordOfAnotherProcess_StartsAnew()
    {
        using var me = Process.GetCurrentProcess();
        var record = new { pid = me.Id, startedAt = me.StartTime.ToUniversalTime().AddDays(-1) };
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, "azurite.json"), JsonSerializer.Serialize(record));
        await using var azurite = await StartAsync();
        Assert.NotEqual(me.Id, RecordedPid());
    }

    [Fact]
    public async Task Start_WhileAnotherHostHasTheData_IsRefusedAndLeavesItAlone()
    {
        await using var first = await StartAsync();
        await Assert.ThrowsAsync<StartFailedException>(StartAsync);
        await AddRowAsync(first);
    }

    [Fact]
    public async Task Start_WhenAUsualPortIsTaken_SaysSoAndTakesOthers()
    {
        using var taken = TryListen(10002);
        await using var azurite = await AzuriteProcess.StartAsync(
            new AzuriteOptions(_data.FullName), _said.Add, default);
        Assert.Contains(_said, line => line.StartsWith("Ports 10000 to 10002 are in use", StringComparison.Ordinal));
        await AddRowAsync(azurite);
    }

    [Fact]
    public async Task Ephemeral_LeavesNothingBehind()
    {
        var options = AzuriteOptions.Ephemeral();
        await using (var azurite = await AzuriteProcess.StartAsync(options, _said.Add, default))
            await AddRowAsync(azurite);
        Assert.False(Directory.Exists(options.DataDirectory));
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null; // Taken by somebody else, which serves the test as well.
        }
    }

    private static async Task AddRowAsync(AzuriteProcess azurite)
    {
        var table = new TableClient(azurite.ConnectionString, "kept");
        await table.CreateIfNotExistsAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));
    }

    private static async Task<bool> HasRowAsync(AzuriteProcess azurite)
    {
        var table = new TableClient(azurite.ConnectionString, "kept");
        return (await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue;
    }

    private Task<AzuriteProcess> StartAsync() => AzuriteProcess.StartAsync(
        new AzuriteOptions(_data.FullName, AnyPorts: true), _said.Add, default);

    private int RecordedPid()
    {
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(_data.FullName, "azurite.json")));
        return record.RootElement.GetProperty("pid").GetInt32();
    }
}
