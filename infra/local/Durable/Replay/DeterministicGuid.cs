using System.Security.Cryptography;
using System.Text;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>Ids made of names: RFC 9562, section 5.5 (version 5).</summary>
internal static class DeterministicGuid
{
    /// <summary>The namespace Durable Task makes the ids of its orchestrations in.</summary>
    public static readonly Guid Orchestrations = new("9e952958-5e33-4daf-827f-2fa12937b875");

    /// <summary>The id of <paramref name="name"/> in a namespace.</summary>
#pragma warning disable CA5350 // SHA-1 is what the RFC prescribes; nothing is protected by it.
    public static Guid Create(Guid space, string name)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
#pragma warning restore CA5350
}
