using System.Collections.Concurrent;
using Microsoft.IdentityModel.Tokens;

namespace ItsmServerless.Kernel.Auth;

/// <summary>The public keys of issuers, remembered.</summary>
/// <remarks>Asked again after an hour, beside the request; and at once for a key that is not known, at most every half
/// minute. An issuer that is away refuses nobody whose key is known, for a day. The library's own ConfigurationManager
/// answers with the old keys once after every change, and reads a clock of its own.</remarks>
public sealed class IssuerKeys(IssuerDocuments documents, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Held> known = new();

    /// <summary>The key of an issuer; null when it has none of that name, or could not be asked.</summary>
    public async Task<SecurityKey?> Find(string issuer, string keyId, CancellationToken cancel)
    {
        var held = known.GetOrAdd(issuer, _ => new(issuer, documents, time));
        if (held.Find(keyId) is { } key)
        {
            if (held.IsOld) _ = held.Ask(); // The request goes on with the key at hand.
            return key;
        }
        await held.Ask().WaitAsync(cancel);
        return held.Find(keyId);
    }

    private sealed class Held(string issuer, IssuerDocuments documents, TimeProvider time)
    {
        private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
        private static readonly TimeSpan Usable = TimeSpan.FromDays(1);
        private static readonly TimeSpan BetweenAsking = TimeSpan.FromSeconds(30);
        private readonly Lock gate = new();
        private volatile IReadOnlyList<SecurityKey> keys = [];
        private Task asking = Task.CompletedTask;
        private long? askedAt;
        private long readAt;

        public bool IsOld => Since(Volatile.Read(ref readAt)) >= Fresh;

        public SecurityKey? Find(string keyId) => keys.FirstOrDefault(key => key.KeyId == keyId) is { } key &&
            Since(Volatile.Read(ref readAt)) < Usable ? key : null;

        /// <summary>Asks the issuer, unless somebody just did: all wait for the same answer.</summary>
        public Task Ask()
        {
            lock (gate)
            {
                if (!asking.IsCompleted || (askedAt is { } before && Since(before) < BetweenAsking)) return asking;
                askedAt = time.GetTimestamp();
                return asking = Read();
            }
        }

        private async Task Read()
        {
            if (await documents.Keys(issuer, CancellationToken.None) is not { } read) return;
            Volatile.Write(ref readAt, time.GetTimestamp());
            keys = read;
        }

        private TimeSpan Since(long at) => time.GetElapsedTime(at);
    }
}
