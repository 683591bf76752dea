using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ItsmServerless.Kernel.Mail;

/// <summary>An enhanced mail system status code (RFC 3463): class, subject, detail.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct DeliveryStatus(int Class, int Subject, int Detail)
{
    private const int Permanent = 5;
    private const int Addressing = 1;
    private const int Mailbox = 2;
    private const int Routing = 4;

    /// <summary>A failure that nothing more is known of.</summary>
    public static DeliveryStatus Unknown { get; } = new(Permanent, 0, 0);

    /// <summary>Whether no mail will ever reach the address.</summary>
    /// <remarks>Its subject says whether the address is at fault. Size, content and policy (a full mailbox, spam, a
    /// large file) are about the one mail, and a code without a subject is not enough to silence somebody.</remarks>
    public bool IsOfAddress => (Class, Subject, Detail) switch
    {
        (Permanent, Addressing, not (5 or 7 or 8)) => true, // 5: valid; 7 and 8: the sender's address.
        (Permanent, Mailbox, 1) => true, // Disabled, not accepting messages.
        (Permanent, Routing, 4) => true, // Unable to route.
        _ => false,
    };

    /// <summary>The first code in a text; null when there is none.</summary>
    public static DeliveryStatus? In(string? text)
    {
        if (text is null || Code().Match(text) is not { Success: true, Groups: var groups }) return null;
        return new(Number(groups["class"]), Number(groups["subject"]), Number(groups["detail"]));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Class}.{Subject}.{Detail}";

    private static int Number(Group group) => int.Parse(group.ValueSpan);

    [GeneratedRegex(
        @"(^|[^0-9.])(?<class>[245])\.(?<subject>[0-9]{1,3})\.(?<detail>[0-9]{1,3})([^0-9.]|\.?$|\.\s)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();
}
