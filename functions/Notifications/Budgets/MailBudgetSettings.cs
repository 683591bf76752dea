using ItsmServerless.Kernel;
using Microsoft.Extensions.Configuration;

namespace ItsmServerless.Notifications.Budgets;

/// <summary>How much is mailed of itself, at most.</summary>
/// <param name="PerThread">Notices about one record that follow from what somebody wrote, an hour.</param>
/// <param name="PerAddress">Such mails to one address, an hour.</param>
/// <param name="FirstContacts">Confirmations to one address that the tenant does not know, a day.</param>
public sealed record MailBudgetSettings(int PerThread, int PerAddress, int FirstContacts)
{
    /// <summary>What is taken where nothing is set.</summary>
    public static MailBudgetSettings Default { get; } = new(20, 60, 1);

    /// <summary>Reads <c>Mail:PerThreadAndHour</c>, <c>Mail:PerAddressAndHour</c> and
    /// <c>Mail:FirstContactsPerDay</c>.</summary>
    public static MailBudgetSettings Of(IConfiguration configuration) => new(
        Number(configuration, "Mail:PerThreadAndHour", Default.PerThread),
        Number(configuration, "Mail:PerAddressAndHour", Default.PerAddress),
        Number(configuration, "Mail:FirstContactsPerDay", Default.FirstContacts));

    private static int Number(IConfiguration configuration, string name, int otherwise) =>
        configuration[name] is null ? otherwise : configuration.Required(name, Number);

    /// <summary>A budget is one row: it must not grow without bound.</summary>
    private static int Number(string text) => int.TryParse(text, out var number) && number is > 0 and <= 500
        ? number
        : throw new FormatException($"{text} is no number from 1 to 500.");
}
