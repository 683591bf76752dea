namespace ItsmServerless.Local.Durable;

/// <summary>What the engine does not do, in words for whoever asks for it.</summary>
internal static class Unsupported
{
    /// <summary>Why there are no entities.</summary>
    public const string Entities =
        "the local engine has no entities. They need Durable Functions itself, with the package "
        + "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.";
}
