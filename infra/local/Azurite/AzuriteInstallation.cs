namespace ItsmServerless.Local.Azurite;

/// <summary>Finds the pinned Azurite, and installs it by its lock file when it is not there yet.</summary>
/// <remarks>It lives in <c>infra/local/node_modules</c>, or with the data where the sources are read-only.</remarks>
internal sealed class AzuriteInstallation(string dataDirectory, Action<string> say)
{
    private const string NpmIsMissing =
        "npm is missing: install Node.js 20 or newer (https://nodejs.org), or pass --storage \"<connection string>\".";

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "azurite");

    /// <summary>The script that runs Azurite apart from the terminal.</summary>
    public static string Launcher { get; } = Path.Combine(Shipped, "azurite.cjs");

    /// <summary>The path of Azurite's main script.</summary>
    /// <exception cref="StartFailedException">npm is missing, or could not install it.</exception>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        var home = FindHome();
        if (IsComplete(home))
            return MainScript(home);
        await using var turn = await TakeTurnAsync(home, cancellationToken);
        if (!IsComplete(home))
            await InstallAsync(home, cancellationToken);
        return MainScript(home);
    }

    private static string MainScript(string home) =>
        Path.Combine(home, "node_modules", "azurite", "dist", "src", "azurite.js");

    /// <summary>npm writes its own record last, so an interrupted installation is not taken for a whole one.</summary>
    private static bool IsComplete(string home)
    {
        var installed = new FileInfo(Path.Combine(home, "node_modules", ".package-lock.json"));
        return installed.Exists
            && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(home, "package-lock.json"))
            && File.Exists(MainScript(home));
    }

    private string FindHome()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var sources = Path.Combine(at.FullName, "infra", "local");
            if (File.Exists(Path.Combine(sources, "package-lock.json")) && (IsComplete(sources) || IsWritable(sources)))
                return sources;
        }
        return CopyLockTo(Path.Combine(dataDirectory, "npm"));
    }

    private static bool IsWritable(string directory)
    {
        try
        {
            var made = Directory.CreateDirectory(Path.Combine(directory, "obj"));
            using var probe = new FileStream(
                Path.Combine(made.FullName, $".write-{Environment.ProcessId}"), FileMode.Create, FileAccess.Write,
                FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false; // Sources that cannot be written to are what this asks about.
        }
    }

    private static string CopyLockTo(string home)
    {
        Directory.CreateDirectory(home);
        foreach (var file in (string[])["package.json", "package-lock.json"])
        {
            if (!File.Exists(Path.Combine(home, file)))
                File.Copy(Path.Combine(Shipped, file), Path.Combine(home, file));
        }
        return home;
    }

    private static async Task<FileStream> TakeTurnAsync(string home, CancellationToken cancellationToken)
    {
        var locks = Directory.CreateDirectory(Path.Combine(home, "obj")).FullName;
        while (true)
        {
            try
            {
                var turn = Path.Combine(locks, "azurite-install.lock");
                return new FileStream(turn, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(Retry, cancellationToken); // Another host is installing it right now.
            }
        }
    }

    private async Task InstallAsync(string home, CancellationToken cancellationToken)
    {
        say("Installing the storage emulator (Azurite, by npm), once; this takes about half a minute…");
        string[] arguments = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
        var (code, errors) = OperatingSystem.IsWindows()
            ? await Command.RunAsync("cmd", ["/c", "npm", .. arguments], home, NpmIsMissing, cancellationToken)
            : await Command.RunAsync("npm", arguments, home, NpmIsMissing, cancellationToken);
        if (code != 0)
            throw new StartFailedException($"npm could not install Azurite: {errors.ReplaceLineEndings(" ")}");
    }
}
