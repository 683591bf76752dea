using System.Net;
using System.Text.Json;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Intake;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Notifications;

/// <summary>Two installations, each of which takes the other for somebody who needs help. Security case E-04.</summary>
public sealed class TwoInstallationsTests(StorageFixture storage)
{
    private const int MostRounds = 50;

    /// <summary>The first mail of all is answered by one, and that answer by nobody.</summary>
    [Fact]
    public async Task Installations_ThatMailEachOther_FallSilentAfterOneAnswer()
    {
        await using var world = await World.Start(storage);
        await world.Reported();
        Assert.Equal(1, await world.Exchange(mail => mail));
        Assert.Equal((1, 0), (await world.One.Incidents(), await world.Other.Incidents()));
    }

    /// <summary>A gateway between them takes away all by which a machine can be told.</summary>
    [Fact]
    public async Task Installations_WhoseMarksAreTakenAway_FallSilentAsWell()
    {
        await using var world = await World.Start(storage);
        await world.Reported();
        Assert.Equal(2, await world.Exchange(Bare));
        Assert.Equal((1, 1), (await world.One.Incidents(), await world.Other.Incidents()));
    }

    private static string Bare(string mail) => string.Join("\r\n", mail.Split("\r\n").Where(line =>
        !line.StartsWith("Auto-Submitted", StringComparison.Ordinal) &&
        !line.StartsWith("X-", StringComparison.Ordinal)));

    private sealed record World(Installation One, Installation Other) : IAsyncDisposable
    {
        public static async Task<World> Start(StorageFixture storage) => new(
            await Installation.Start(storage, "one.example"), await Installation.Start(storage, "other.example"));

        /// <summary>The other's desk asks the one for help.</summary>
        public Task Reported() => One.Take(MailRig.Mail("desk@other.example", "m1@x.example", "Please."));

        /// <summary>Carries mails to and fro until there are no more.</summary>
        /// <param name="onTheWay">What becomes of a mail on the way.</param>
        /// <returns>How many there were.</returns>
        public async Task<int> Exchange(Func<string, string> onTheWay)
        {
            var carried = 0;
            for (var round = 0; round < MostRounds; round++)
            {
                var fromOne = await One.NewMails("desk@other.example");
                var fromOther = await Other.NewMails("desk@one.example");
                if (fromOne.Length + fromOther.Length == 0) return carried;
                carried += fromOne.Length + fromOther.Length;
                foreach (var mail in fromOne) await Other.Take(onTheWay(mail));
                foreach (var mail in fromOther) await One.Take(onTheWay(mail));
            }
            return int.MaxValue;
        }

        public async ValueTask DisposeAsync()
        {
            await One.DisposeAsync();
            await Other.DisposeAsync();
        }
    }

    /// <summary>The product under a mail domain of its own.</summary>
    private sealed record Installation(LocalHost Host, StorageScope Scope, Caller Admin, string Mailbox)
        : IAsyncDisposable
    {
        private readonly HashSet<string> _carried = [];

        public static async Task<Installation> Start(StorageFixture storage, string domain)
        {
            var scope = storage.Scope();
            var desk = $"desk@{domain}";
            var mail = new MailSettings($"mail.{domain}", new("Desk", desk), EmailAddress.From(desk));
            var options = new LocalOptions { Port = 0, Ephemeral = true, ManualClock = true };
            var host = await LocalHost.StartAsync(
                options with { Storage = scope.ConnectionString, Prefix = scope.Prefix },
                services => services.AddSingleton(mail));
            var admin = new Caller(new Uri(host.Url), host.ApiKey);
            return new(host, scope, admin, await MailRig.Open(admin));
        }

        public async Task Take(string mail)
        {
            (await MailRig.Post(Admin, Mailbox, mail)).Expect(HttpStatusCode.Accepted);
            await Host.WhenQuiet();
        }

        public async Task<int> Incidents() =>
            (await Admin.Get("/v1/incidents")).Expect(HttpStatusCode.OK).GetProperty("items").GetArrayLength();

        /// <summary>What it sent to somebody and was not carried yet, as it stood on the wire.</summary>
        public async Task<string[]> NewMails(string to)
        {
            var sent = (await Admin.Get($"/_local/mail?to={to}")).Expect(HttpStatusCode.OK).GetProperty("items");
            return [.. sent.EnumerateArray().Where(mail => _carried.Add(MailRig.Text(mail, "id")!)).Select(Written)];
        }

        public async ValueTask DisposeAsync()
        {
            Admin.Dispose();
            await Host.DisposeAsync();
            await Scope.DisposeAsync();
        }

        private static string Written(JsonElement mail) => string.Concat(
            mail.GetProperty("headers").EnumerateObject()
                .Where(header => !header.Name.StartsWith("Content-", StringComparison.Ordinal))
                .Select(header => $"{header.Name}: {header.Value}\r\n")) +
            $"Content-Type: text/plain; charset=utf-8\r\n\r\n{MailRig.Text(mail, "text")}\r\n";
    }
}
