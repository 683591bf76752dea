using System.Security.Cryptography;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>A lease id kept beside the data, for the one process that has the file open.</summary>
/// <remarks>
/// The operating system closes the file of a killed process, so the next one over the same data has the same id at
/// once.
/// </remarks>
public sealed class OwnerFile : IDisposable
{
    private readonly FileStream _file;

    private OwnerFile(FileStream file, string leaseId)
    {
        _file = file;
        LeaseId = leaseId;
    }

    /// <summary>The id to give to <see cref="DurableEngineOptions.LeaseId"/> while the file is open.</summary>
    public string LeaseId { get; }

    /// <summary>Opens the file of a data directory, or makes it.</summary>
    /// <exception cref="IOException">Another process has it open: it works over the same data.</exception>
    public static OwnerFile Open(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        var path = Path.Combine(dataDirectory, "durable.owner");
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var octets = new byte[16];
        if (file.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false) < octets.Length)
        {
            RandomNumberGenerator.Fill(octets);
            file.SetLength(0);
            file.Write(octets);
            file.Flush(flushToDisk: true);
        }

        return new(file, new Guid(octets).ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
