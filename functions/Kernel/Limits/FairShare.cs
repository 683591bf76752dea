namespace ItsmServerless.Kernel.Limits;

/// <summary>How places are shared among those who want more than there are.</summary>
/// <remarks>An equal share is everybody's, at once, also while others still hold too much: they get none back until
/// they hold no more than the others. What somebody leaves of theirs others may have, at most four times of what stays
/// free (dynamic thresholds, Choudhury and Hahne, IEEE/ACM Transactions on Networking 6, 1998: so the memory of a
/// switch is shared). Whoever is alone has all, and nothing is set aside by name.</remarks>
internal static class FairShare
{
    private const int PerFree = 4;

    /// <summary>Whether somebody may have one more.</summary>
    /// <param name="own">What they hold.</param>
    /// <param name="all">What all hold together; never more than twice the limit.</param>
    /// <param name="holders">How many hold something, they among them when they do.</param>
    public static bool Grants(int own, int all, int holders, int limit) => (long)own * holders < limit
        ? all < 2L * limit
        : own < PerFree * ((long)limit - all - 1);
}
