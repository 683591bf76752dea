namespace Microsoft.DurableTask;

/// <summary>The order of version texts: none first, then as <see cref="Version"/>s, else as words.</summary>
internal static class TaskVersionOrder
{
    public static int Compare(string one, string other)
    {
        if (string.IsNullOrWhiteSpace(one) || string.IsNullOrWhiteSpace(other))
            return string.IsNullOrWhiteSpace(other).CompareTo(string.IsNullOrWhiteSpace(one));
        return Version.TryParse(one, out var first) && Version.TryParse(other, out var second)
            ? first.CompareTo(second)
            : string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
    }
}
