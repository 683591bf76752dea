using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Fixtures;

/// <summary>What every storage test builds on; <c>.ci/run</c> runs this class against a container as well.</summary>
public sealed class StorageFixtureTests(StorageFixture storage)
{
    [Fact]
    public async Task Storage_KeepsRowsAndBlobs()
    {
        await using var scope = storage.Scope();
        var table = await scope.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["text"] = "kept" });
        var blobs = new BlobContainerClient(scope.ConnectionString, scope.Prefix);
        await blobs.CreateAsync();
        await blobs.UploadBlobAsync("kept", new BinaryData(Encoding.UTF8.GetBytes("kept")));

        var row = await table.GetEntityAsync<TableEntity>("p", "r");
        var blob = await blobs.GetBlobClient("kept").DownloadContentAsync();

        Assert.Equal("kept", row.Value.GetString("text"));
        Assert.Equal("kept", blob.Value.Content.ToString());
    }

    [Fact]
    public async Task Storage_RefusesTheSecondOfTwoWritesWithTheSameETag()
    {
        await using var scope = storage.Scope();
        var table = await scope.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));
        var seen = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["by"] = "first" }, seen.ETag);

        var refused = await Assert.ThrowsAsync<Azure.RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["by"] = "second" }, seen.ETag));

        Assert.Equal(412, refused.Status);
    }

    [Fact]
    public async Task Storage_TakesATransactionWholeOrNotAtAll()
    {
        await using var scope = storage.Scope();
        var table = await scope.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "taken"));

        await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "new")),
            new(TableTransactionActionType.Add, new TableEntity("p", "taken")),
        ]));

        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "new")).HasValue);
    }

    [Fact]
    public async Task Scope_LeavesNothingBehind()
    {
        var scope = storage.Scope();
        await scope.TableAsync();
        await new BlobContainerClient(scope.ConnectionString, scope.Prefix).CreateAsync();
        await scope.DisposeAsync();

        var blobs = new BlobContainerClient(scope.ConnectionString, scope.Prefix);
        Assert.Empty(await new TableServiceClient(scope.ConnectionString)
            .QueryAsync($"TableName eq '{scope.Prefix}table'").ToListAsync());
        Assert.False(await blobs.ExistsAsync());
    }
}
