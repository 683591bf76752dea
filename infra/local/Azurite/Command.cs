using System.ComponentModel;
using System.Diagnostics;

namespace ItsmServerless.Local.Azurite;

/// <summary>Runs a program of the machine to its end.</summary>
internal static class Command
{
    /// <summary>Its exit code and what it wrote to its error stream.</summary>
    /// <exception cref="StartFailedException">There is no such program; the message is the caller's.</exception>
    public static async Task<(int Code, string Errors)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string directory,
        string whenMissing,
        CancellationToken cancellationToken)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            throw new StartFailedException(whenMissing, missing);
        }
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, errors.Trim());
    }
}
