using System.Text;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants;
using ItsmServerless.Tenants.Exports;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>An export in many small parts, written by processes that die.</summary>
public sealed class ExportPartTests(StorageFixture storage)
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 9, 0);

    [Fact]
    public async Task Parts_MakeOneFile_HoweverSmall_AndWhoeverDies()
    {
        await using var scope = storage.Scope();
        await using var process = new KernelUnderTest(scope.ConnectionString, scope.Prefix, new RecordingBus());
        var run = await Furnish(process);

        var death = 0;
        while (!run.IsWritten)
        {
            await Die(scope, run, ++death);
            run = await Writer(process).Write(run, default);
            Assert.InRange(run.Part, 1, 100);
        }
        await process.Get<ExportFinisher>().Finish(run, Now, default);
        run = await process.Get<ExportFinisher>().Finish(run, Now, default); // As after a death before it was noted.

        Assert.InRange(run.Part, 5, 100);
        var content = await process.Get<ExportBlobs>().Zip(run.Tenant, run.Export).DownloadContentAsync();
        var file = new ExportFile(content.Value.Content.ToArray());
        Assert.Equal(run.Bytes, file.Bytes.Length);
        file.CheckManifest();
        Assert.InRange(file.CheckChains(), 8, 100);
        Assert.Equal(7, file.Lines("records/tally").Count);
        Assert.Equal(["a", "b", "c", "d", "e"], file.Blobs.Select(blob => $"{(char)blob[0]}").Order());
        Assert.Contains(file.Blobs, blob => blob.Length == 10 << 20);
    }

    /// <summary>Somebody writes the same part and dies at a call of it, each time at another.</summary>
    private async Task Die(StorageScope scope, ExportRun run, int at)
    {
        await using var doomed = new KernelUnderTest(scope.ConnectionString, scope.Prefix, new RecordingBus());
        doomed.Faults.Set(at, at % 2 == 0 ? Fault.DieBefore : Fault.DieAfter);
        var failure = await Record.ExceptionAsync(() => Writer(doomed).Write(run, default));
        Assert.True(failure is null or ProcessDied or AggregateException, $"{failure}");
    }

    private static ExportWriter Writer(KernelUnderTest process) => new(
        process.Get<ExportSources>(), process.Get<ExportBlobs>(), process.Tables, new(Rows: 2, Bytes: 5_000, BlobsOfPage: 2));

    /// <summary>A tenant with seven records and five blobs, one of them large.</summary>
    private static async Task<ExportRun> Furnish(KernelUnderTest process)
    {
        await process.Tables.CreateShared(default);
        var request = new Request<CreateTenant>(
            new(TenantId.Operator, ItsmServerless.Kernel.Auth.Role.Operator, "operator", null), new("acme", "Acme", "free"),
            KernelUnderTest.Command(TenantId.Operator, CommandId.FromKey("acme"), Now), "acme");
        var made = await process.Get<TenantMaker>().Make(request, default);
        var tenant = TenantId.From(made.Value.Id.Value);
        for (var number = 0; number < 7; number++)
        {
            var command = KernelUnderTest.Command(tenant, CommandId.FromCause($"{number}"), Now);
            await process.Log.Create<Tally, TallyEvent>(command, new($"tal_{number}"), _ => new TallyAdded(number), default);
        }
        foreach (var name in "abcde")
        {
            var bytes = Encoding.ASCII.GetBytes(new string(name, name == 'c' ? 10 << 20 : 10));
            await process.Tables.Blobs(tenant).GetBlobClient($"{name}/file").UploadAsync(BinaryData.FromBytes(bytes));
        }
        return new(tenant, new("exp_1"), IsFinal: false, Now.ToDateTimeOffset());
    }
}
