using ItsmServerless.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Hosting;

/// <summary>Lets a function act on the session of the messages that started it.</summary>
internal sealed class LocalSessionActions(SessionLock session) : ServiceBusSessionMessageActions
{
    /// <inheritdoc/>
    public override DateTimeOffset SessionLockedUntil => session.LockedUntil;

    /// <inheritdoc/>
    public override async Task<BinaryData> GetSessionStateAsync(CancellationToken cancellationToken = default) =>
        (await session.GetStateAsync(cancellationToken))!;

    /// <inheritdoc/>
    public override Task ReleaseSession(CancellationToken cancellationToken = default)
    {
        session.IsToBeReleased = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task RenewSessionLockAsync(CancellationToken cancellationToken = default)
    {
        session.Renew();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task SetSessionStateAsync(
        BinaryData sessionState, CancellationToken cancellationToken = default) =>
        session.SetStateAsync(sessionState, cancellationToken);
}
