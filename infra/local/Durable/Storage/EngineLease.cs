using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using ItsmServerless.Local.Durable.Instances;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>One process owns the engine: whoever holds the lease of one blob.</summary>
/// <remarks>
/// Lives by the machine's time, whichever clock the engine has: a lease runs out while a manual clock stands still.
/// </remarks>
internal sealed class EngineLease(BlobContainerClient container, DurableEngineOptions options, ILogger log)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly string _leaseId = options.LeaseId ?? new Guid(RandomNumberGenerator.GetBytes(16)).ToString();

    private BlobLeaseClient Lease => Blob.GetBlobLeaseClient(_leaseId);

    private BlobClient Blob => container.GetBlobClient("engine");

    /// <summary>Returns once this process owns the engine; says so once if another one does.</summary>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        await MakeBlobAsync(cancellationToken);
        for (var hasSaidSo = false; !await TryAcquireAsync(cancellationToken); hasSaidSo = true)
        {
            if (!hasSaidSo)
                EngineLog.Waiting(log);
            await Task.Delay(BetweenTries, options.MachineTime, cancellationToken);
        }
    }

    /// <summary>Keeps the lease until cancelled; returns when it is lost for good.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.LeaseDuration * (2.0 / 3), options.MachineTime, cancellationToken);
            var isHeld = await TryRenewAsync(cancellationToken);
            for (; isHeld is null; isHeld = await TryRenewAsync(cancellationToken))
                await Task.Delay(BetweenTries, options.MachineTime, cancellationToken);
            if (isHeld == false)
                return;
        }
    }

    /// <summary>Gives the lease back, so that the next process need not wait.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Lease.ReleaseAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException)
        {
            // It runs out by itself.
        }
    }

    private async Task MakeBlobAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Blob.UploadAsync(BinaryData.FromString("The lease of this blob owns the engine."), cancellationToken);
        }
        catch (RequestFailedException exists) when (exists.Status is 409 or 412)
        {
            // Made by an earlier start.
        }
    }

    private async Task<bool> TryAcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Lease.AcquireAsync(options.LeaseDuration, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException held) when (held.Status == 409)
        {
            return false;
        }
    }

    // Null when the storage did not answer: the lease may still be held, and can be renewed until another takes it.
    private async Task<bool?> TryRenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Lease.RenewAsync(cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException lost) when (lost.Status is 409 or 412 or 404)
        {
            return false;
        }
        catch (Exception away) when (Persistent.IsOfStorage(away) && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
