namespace ItsmServerless.Kernel.Limits;

/// <summary>What a function uses up of a plan's month: it is refused when that is used up.</summary>
/// <remarks>Without it a function is refused for its calls alone. What takes in mails and alerts has none.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UsesAttribute(string quota) : Attribute
{
    /// <summary>The dimension of the quota.</summary>
    public string Quota { get; } = quota;
}
