using System.Globalization;
using System.IO.Hashing;
using System.Text;
using ItsmServerless.Kernel.Ids;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Metering;

/// <summary>The keys of table <c>usage</c>. Every partition begins with its tenant, and stays when that ends: for the
/// last bill.</summary>
/// <remarks><para>Partition <c>tenant|day|shard</c>: rows <c>u|hour|dimension</c> are counters, rows <c>e|hash</c> the units that
/// they count. Both change in one transaction.</para><para>Partition <c>tenant|statements</c>: a row a closed
/// month.</para><para>What the Azure Marketplace was told lies beside it: see <see cref="Marketplace.SubmissionBook"/>.</para></remarks>
internal static class UsageRows
{
    /// <summary>Partitions of a day, so that none is hot: each takes as many transactions a second as one is long.</summary>
    public const int Shards = 4;

    public const string FirstCounter = "u|";
    public const string AfterCounters = "u}";
    public const string FirstUnit = "e|";
    public const string AfterUnits = "e}";
    public const string QuantityColumn = "Quantity";

    /// <summary>The partition of a unit.</summary>
    public static string Partition(TenantId tenant, Instant at, string unit) =>
        Partition(tenant, at.InUtc().Date, (int)(XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(unit)) % Shards));

    public static string Partition(TenantId tenant, LocalDate day, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{tenant}|{day:uuuu-MM-dd}|{shard}");

    /// <summary>The day of a partition.</summary>
    public static LocalDate DayOf(string partition) => LocalDatePattern.Iso.Parse(partition.Split('|')[1]).Value;

    /// <summary>The partition of closed months; it comes after all days.</summary>
    public static string Statements(TenantId tenant) => $"{tenant}|statements";

    /// <summary>The counter of an hour; of one writer where several add up.</summary>
    public static string Counter(Instant hour, string dimension, string? writer = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{FirstCounter}{hour.InUtc().Hour:D2}|{dimension}{(writer is null ? "" : "|")}{writer}");

    /// <summary>The row of a unit.</summary>
    public static string Unit(string unit) => FirstUnit + KeyText.Hash(unit);

    /// <summary>The beginning of its hour.</summary>
    public static Instant HourOf(Instant at)
    {
        var seconds = at.ToUnixTimeSeconds();
        return Instant.FromUnixTimeSeconds(seconds - (((seconds % 3600) + 3600) % 3600));
    }

    /// <summary>Reads a counter's hour and dimension.</summary>
    public static (int Hour, string Dimension) Read(string rowKey) =>
        rowKey.Split('|') is [_, var hour, var dimension, ..]
            ? (int.Parse(hour, CultureInfo.InvariantCulture), dimension)
            : throw new InvalidDataException($"Row {rowKey} of usage is no counter.");
}
