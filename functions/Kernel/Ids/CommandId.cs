using System.Security.Cryptography;

namespace ItsmServerless.Kernel.Ids;

/// <summary>Names one attempt to change a record, so that the same attempt made again is recognised as its
/// own.</summary>
/// <remarks>Always 32 lower-case hex characters, safe in a row key.</remarks>
public readonly record struct CommandId(string Value)
{
    /// <summary>From a caller's Idempotency-Key.</summary>
    public static CommandId FromKey(string idempotencyKey) => new(KeyText.Hash("key\n" + idempotencyKey));

    /// <summary>From what causes the command, e.g. a clock and its step: the same cause never acts twice.</summary>
    public static CommandId FromCause(params ReadOnlySpan<string> cause) => new(KeyText.Hash("cause\n" + string.Join('\n', cause)));

    /// <summary>For a command that nobody will repeat.</summary>
    public static CommandId Random() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
