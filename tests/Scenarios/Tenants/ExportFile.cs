using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Tests.Scenarios.ServiceLevels;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>An export that was downloaded, read as its receiver would.</summary>
internal sealed class ExportFile
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public ExportFile(byte[] bytes)
    {
        Bytes = bytes;
        using var zip = new ZipArchive(new MemoryStream(bytes));
        foreach (var entry in zip.Entries)
        {
            using var copy = new MemoryStream();
            using (var content = entry.Open()) content.CopyTo(copy);
            _files.Add(entry.FullName, copy.ToArray());
        }
        Manifest = JsonSerializer.Deserialize<JsonElement>(_files["manifest.json"]);
    }

    public byte[] Bytes { get; }

    public JsonElement Manifest { get; }

    /// <summary>Every file that can be read as text, together.</summary>
    public string Text => string.Join('\n', _files.Values.Select(Encoding.UTF8.GetString));

    public IEnumerable<byte[]> Blobs => _files.Where(file => file.Key.StartsWith("blobs/", StringComparison.Ordinal)).Select(file => file.Value);

    /// <summary>Lines of a folder, in order.</summary>
    public List<JsonElement> Lines(string folder) =>
    [
        .. from file in _files
           where file.Key.StartsWith(folder + "/", StringComparison.Ordinal)
           orderby file.Key
           from line in Encoding.UTF8.GetString(file.Value).Split('\n', StringSplitOptions.RemoveEmptyEntries)
           select JsonSerializer.Deserialize<JsonElement>(line),
    ];

    /// <summary>The manifest names each file once, with its size, its hash and its lines.</summary>
    public void CheckManifest()
    {
        var listed = Manifest.GetProperty("files").EnumerateArray().ToDictionary(file => file.Text("file"));
        Assert.Equal(_files.Keys.Where(name => name != "manifest.json").Order(), listed.Keys.Order());
        foreach (var (name, file) in listed)
        {
            Assert.Equal(_files[name].Length, file.GetProperty("bytes").GetInt64());
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_files[name])), file.Text("sha256"));
            if (file.TryGetProperty("rows", out var rows)) Assert.Equal(_files[name].Count(c => c == '\n'), rows.GetInt32());
        }
        Assert.Equal(listed.Count, Manifest.GetProperty("fileCount").GetInt32());
    }

    /// <summary>Every record's events hang together, and each has the hash it says unless a secret was taken out.</summary>
    /// <returns>How many hashes were worked out.</returns>
    public int CheckChains()
    {
        var worked = 0;
        foreach (var record in Lines("records").Concat(Lines("tenant")))
        {
            var (previous, sequence) = (new string('0', 64), 0);
            foreach (var happened in record.GetProperty("events").EnumerateArray())
            {
                Assert.Equal((previous, ++sequence), (happened.Text("previousHash"), happened.GetProperty("sequence").GetInt32()));
                previous = happened.Text("hash");
                if (happened.GetProperty("data").GetRawText().Contains("[redacted]", StringComparison.Ordinal)) continue;
                Assert.Equal(previous, HashOf(happened));
                worked++;
            }
            Assert.Equal(sequence, record.GetProperty("version").GetInt32());
        }
        return worked;
    }

    private static string HashOf(JsonElement happened) => CanonicalJson.Hash(JsonSerializer.SerializeToElement(
        happened.EnumerateObject().Where(member => member.Name != "hash").ToDictionary(member => member.Name, member => member.Value)));
}
