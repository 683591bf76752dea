using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace ItsmServerless.Kernel.Outcomes;

/// <summary>The words of an enum as callers write them: the [JsonStringEnumMemberName] of each member.</summary>
public static class Words<T> where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Texts =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, WordOf);
    private static readonly FrozenDictionary<string, T> Values =
        Texts.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Every word, in the order of the declaration: what <see cref="Check.OneOf"/> wants.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>The word of a member.</summary>
    public static string Of(T value) => Texts[value];

    /// <summary>The member of a checked word; null for a missing one. An unknown word is a bug and throws.</summary>
    public static T? Parse(string? word) => word is null ? null : Values[word];

    private static string WordOf(T value) =>
        typeof(T).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
        ?? throw new InvalidOperationException($"{typeof(T).Name}.{value} has no [JsonStringEnumMemberName].");
}
