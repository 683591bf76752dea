using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.Http;

/// <summary>Whose business a field is.</summary>
public enum FieldAccess
{
    /// <summary>No caller's.</summary>
    Nobody,
    /// <summary>The desk's: admins, managers and agents, and to read also auditors.</summary>
    Desk,
    /// <summary>Everybody's who may call the route.</summary>
    Everybody,
}

/// <summary>What roles may do with a field of a record.</summary>
/// <param name="Name">As callers write it.</param>
/// <param name="Read">To whom it is shown; others get the record without it.</param>
/// <param name="Write">Who may write it; for others it is <c>field_forbidden</c>.</param>
/// <param name="Filter">Who may filter a list by it; for others it is <c>invalid_parameter</c>.</param>
/// <param name="Sort">Who may sort a list by it; for others it is <c>invalid_parameter</c>.</param>
public sealed record FieldRule(
    string Name, FieldAccess Read, FieldAccess Write = FieldAccess.Nobody, FieldAccess Filter = FieldAccess.Nobody,
    FieldAccess Sort = FieldAccess.Nobody);

/// <summary>The fields of a kind of record: a field that has no rule is nobody's.</summary>
public sealed class FieldTable(params IReadOnlyList<FieldRule> rules)
{
    private static readonly ConcurrentDictionary<Type, FieldTable?> Tables = new();
    private readonly FrozenDictionary<string, FieldRule> byName = rules.ToFrozenDictionary(rule => rule.Name);

    /// <summary>All rules, as they were declared.</summary>
    public IReadOnlyList<FieldRule> Rules { get; } = rules;

    /// <summary>The table that a view or a body is under; null when it has none.</summary>
    public static FieldTable? Of(Type type) =>
        Tables.GetOrAdd(type, of => of.GetCustomAttribute<FieldsOfAttribute>()?.Table);

    /// <summary>Whether a field is shown to a role.</summary>
    public bool IsShown(string name, Role role) =>
        byName.TryGetValue(name, out var rule) && Includes(rule.Read, role);

    /// <summary>Whether a role may filter by a field.</summary>
    public bool IsFilter(string name, Role role) =>
        byName.TryGetValue(name, out var rule) && Includes(rule.Filter, role);

    /// <summary>The refusal of a body that writes what the role may not; null when it may.</summary>
    /// <param name="utf8">A JSON object that was read before.</param>
    public Problem? Unwritable(ReadOnlyMemory<byte> utf8, Role role)
    {
        if (!IsLimited(role)) return null;
        using var body = JsonDocument.Parse(utf8, new() { MaxDepth = Json.MaxDepth });
        var refused = body.RootElement.EnumerateObject().Select(member => member.Name)
            .Where(name => byName.TryGetValue(name, out var rule) && !Includes(rule.Write, role))
            .Select(name => new FieldError(
                $"/{name}", ProblemCode.FieldForbidden.ToText(), $"The role {role.ToText()} does not write /{name}."))
            .ToArray();
        return refused.Length == 0 ? null : new(ProblemCode.FieldForbidden, refused[0].Detail) { Errors = [.. refused] };
    }

    /// <summary>Whether there may be fields that are not a role's.</summary>
    internal static bool IsLimited(Role role) =>
        role is Role.Requester or Role.Integration or Role.Provisioning or Role.Operator;

    private static bool Includes(FieldAccess access, Role role) =>
        access == FieldAccess.Everybody || (access == FieldAccess.Desk && !IsLimited(role));
}

/// <summary>Puts a view or a body under the field table of its record.</summary>
/// <param name="holder">A type with a static property <c>Table</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FieldsOfAttribute(Type holder) : Attribute
{
    /// <summary>The table.</summary>
    public FieldTable Table { get; } = (FieldTable)holder.GetProperty(nameof(Table))!.GetValue(null)!;
}
