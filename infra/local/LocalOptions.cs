using System.Globalization;

namespace ItsmServerless.Local;

/// <summary>How the product is started on a laptop: what follows <c>dotnet run --project infra/local --</c>.</summary>
public sealed record LocalOptions
{
    /// <summary>The options there are, in one line.</summary>
    public const string Usage =
        "[--port N] [--data DIR] [--ephemeral] [--storage \"<connection string>\"] [--clock manual] [--no-seed]";

    /// <summary>What <c>--help</c> says.</summary>
    public const string Help = """
        Runs the whole product on this machine. Usage: dotnet run --project infra/local -- [options]

          --port N          listens on port N of 127.0.0.1; 0 takes any that is free (7071)
          --data DIR        keeps storage, secrets and the manual clock's reading in DIR (.local)
          --ephemeral       keeps nothing: storage in memory, secrets of this run alone
          --storage "..."   uses this storage account instead of starting Azurite
          --clock manual    lets time stand still until the desk moves it
          --no-seed         makes no tenant demo
          --help            says this

        ITSM_OPERATOR_KEY in the environment is the operator's key; without it one is made and printed.
        Settings are those of local.settings.sample.json; environment variables of the same names replace them.
        Ctrl-C ends it and loses nothing; a second one ends it at once.
        """;

    /// <summary>The port on 127.0.0.1; 0 takes any that is free.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>Where storage, secrets and the manual clock's reading are kept.</summary>
    public string Data { get; init; } = ".local";

    /// <summary>Keeps nothing: storage in memory, secrets of this run alone.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>The storage account to use; <see langword="null"/> starts Azurite.</summary>
    public string? Storage { get; init; }

    /// <summary>Put before every table and container name, so that hosts share an account; a letter first.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether the clock stands still until the desk advances it.</summary>
    public bool ManualClock { get; init; }

    /// <summary>Whether the tenant <c>demo</c> is made.</summary>
    public bool Seed { get; init; } = true;

    /// <summary>How long what is at work may take to end, once the host is asked to end, before it is told to break
    /// off.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The operator's credential; <see langword="null"/> generates one.</summary>
    public string? OperatorKey { get; init; }

    /// <summary>Reads the command line, and <c>ITSM_OPERATOR_KEY</c> from the environment.</summary>
    /// <exception cref="StartFailedException">An option is unknown, lacks its value, or contradicts
    /// another.</exception>
    public static LocalOptions Parse(IEnumerable<string> arguments, Func<string, string?> environment)
    {
        var options = new LocalOptions { OperatorKey = OperatorKeyOf(environment("ITSM_OPERATOR_KEY")) };
        var rest = new Queue<string>(arguments);
        var given = new HashSet<string>(StringComparer.Ordinal);
        while (rest.TryDequeue(out var name))
        {
            if (!given.Add(name))
                throw new StartFailedException($"The option {name} is given twice.");
            options = options.With(name, rest);
        }
        if (options.Ephemeral && (options.Storage is not null || given.Contains("--data")))
            throw new StartFailedException("--ephemeral keeps nothing; it goes with neither --data nor --storage.");
        return options;
    }

    private LocalOptions With(string name, Queue<string> rest) => name switch
    {
        "--port" => this with { Port = PortOf(Value(name, rest)) },
        "--data" => this with { Data = Value(name, rest) },
        "--ephemeral" => this with { Ephemeral = true },
        "--storage" => this with { Storage = Value(name, rest) },
        "--clock" => this with { ManualClock = IsManual(Value(name, rest)) },
        "--no-seed" => this with { Seed = false },
        _ => throw new StartFailedException($"There is no option {name}. Options: {Usage}"),
    };

    private static string Value(string name, Queue<string> rest) =>
        rest.TryDequeue(out var value) && value.Length > 0 && !value.StartsWith("--", StringComparison.Ordinal)
            ? value
            : throw new StartFailedException($"The option {name} needs a value. Options: {Usage}");

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_535
            ? port
            : throw new StartFailedException($"--port is 0 to 65535, not {text}.");

    private static bool IsManual(string text) =>
        text == "manual"
            ? true
            : throw new StartFailedException($"--clock is manual or left out, not {text}.");

    /// <summary>Any key will do on a laptop; the contract sets no least length.</summary>
    private static string? OperatorKeyOf(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
