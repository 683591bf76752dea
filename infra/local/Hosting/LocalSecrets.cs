using System.Security.Cryptography;
using System.Text.Json;

namespace ItsmServerless.Local.Hosting;

/// <summary>The secrets of a local installation: made once, kept with its data, readable by its owner alone.</summary>
/// <param name="SigningKey">32 bytes in base64; API keys, cursors and links are derived from it.</param>
/// <param name="OperatorKey">The operator's credential, used when the environment names none.</param>
internal sealed record LocalSecrets(string SigningKey, string OperatorKey)
{
    private const int KeyBytes = 32;
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>New ones, kept nowhere.</summary>
    public static LocalSecrets Generate() => new(
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)),
        "op_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));

    /// <summary>Those of a data directory, made if there are none yet.</summary>
    /// <exception cref="StartFailedException">The file is there and cannot be read.</exception>
    public static LocalSecrets LoadOrCreate(string directory)
    {
        var path = Path.Combine(directory, "secrets.json");
        return File.Exists(path) ? Load(path) : Create(path);
    }

    private static LocalSecrets Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<LocalSecrets>(File.ReadAllText(path), JsonSerializerOptions.Web)
                ?? throw new JsonException("it is empty.");
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StartFailedException($"{path} cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>A start that is killed here leaves no half file: the draft becomes the file in one step.</summary>
    private static LocalSecrets Create(string path)
    {
        var made = Generate();
        var draft = path + ".new";
        File.Delete(draft);
        using (var file = OpenForOwner(draft))
            JsonSerializer.Serialize(file, made, JsonSerializerOptions.Web);
        File.Move(draft, path);
        return made;
    }

    private static FileStream OpenForOwner(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerAlone;
        return new FileStream(path, options);
    }
}
