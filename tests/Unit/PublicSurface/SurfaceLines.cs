using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ItsmServerless.Tests.Unit.PublicSurface;

/// <summary>Writes what other assemblies can see of types: a signature a line.</summary>
/// <remarks>
/// Equality, ToString and what the compiler adds to records are left out; so are overrides, which callers reach
/// through what they override, and interfaces, which callers of these types do not ask for.
/// </remarks>
internal static class SurfaceLines
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<string> LeftOut =
        ["Equals", "GetHashCode", "ToString", "EqualityContract", "PrintMembers", "<Clone>$", "Deconstruct"];

    /// <summary>The lines of all types, in ordinal order.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<Type> types) =>
        [.. types.SelectMany(Of).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Of(Type type)
    {
        yield return $"{type.FullName}: {KindOf(type)}";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            yield return $"{type.FullName}: {Text(type.GetMethod("Invoke")!)}";
            yield break;
        }
        foreach (var member in type.GetMembers(Declared).Where(IsListed))
            yield return $"{type.FullName}: {Text(member)}";
    }

    private static string KindOf(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
            return "struct";
        if (typeof(Delegate).IsAssignableFrom(type))
            return "delegate";
        var modifier = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => string.Empty,
        };
        return type.BaseType is { } from && from != typeof(object)
            ? $"{modifier}class : {Name(from)}"
            : $"{modifier}class";
    }

    private static bool IsListed(MemberInfo member) => !LeftOut.Contains(member.Name) && member switch
    {
        MethodInfo method => IsVisible(method) && !IsOverride(method)
            && !method.IsDefined(typeof(CompilerGeneratedAttribute))
            && (!method.IsSpecialName || method.Name is "op_Implicit" or "op_Explicit"),
        ConstructorInfo constructor => IsVisible(constructor) && !IsCopy(constructor),
        PropertyInfo property => property.GetAccessors(nonPublic: true) is var accessors
            && Array.Exists(accessors, IsVisible) && !Array.Exists(accessors, IsOverride),
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        EventInfo => true,
        _ => false,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOverride(MethodInfo method) => method.GetBaseDefinition() != method;

    private static bool IsCopy(ConstructorInfo constructor) =>
        constructor.GetParameters() is [{ } only] && only.ParameterType == constructor.DeclaringType;

    private static string Text(MemberInfo member) => member switch
    {
        MethodInfo method =>
            $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{Generics(method)}{Parameters(method)}",
        ConstructorInfo constructor => $"{Modifiers(constructor)}.ctor{Parameters(constructor)}",
        PropertyInfo property => $"{Modifiers(property.GetAccessors(true)[0])}{Name(property.PropertyType)} "
            + $"{property.Name} {{ {Accessors(property)}}}",
        FieldInfo { IsLiteral: true } constant => $"const {constant.Name} = {Value(constant.GetRawConstantValue())}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        EventInfo raised => $"event {Name(raised.EventHandlerType!)} {raised.Name}",
        _ => throw new NotSupportedException(member.ToString()),
    };

    private static string Modifiers(MethodBase method)
    {
        var access = method.IsPublic ? string.Empty : "protected ";
        if (method.IsStatic)
            return access + "static ";
        if (method.DeclaringType!.IsInterface)
            return access;
        if (method.IsAbstract)
            return access + "abstract ";
        return method is { IsVirtual: true, IsFinal: false } ? access + "virtual " : access;
    }

    private static string Accessors(PropertyInfo property)
    {
        var get = property.GetMethod is { } reads && IsVisible(reads) ? "get; " : string.Empty;
        if (property.SetMethod is not { } writes || !IsVisible(writes))
            return get;
        var isInit = writes.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return get + (isInit ? "init; " : "set; ");
    }

    private static string Generics(MethodInfo method) => method.IsGenericMethodDefinition
        ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>"
        : string.Empty;

    private static string Parameters(MethodBase method) =>
        $"({string.Join(", ", method.GetParameters().Select(Parameter))})";

    private static string Parameter(ParameterInfo parameter)
    {
        var by = (parameter.ParameterType.IsByRef, parameter.IsOut) switch
        {
            (true, true) => "out ",
            (true, false) => "ref ",
            _ => parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : string.Empty,
        };
        var value = parameter.HasDefaultValue ? $" = {Value(parameter.RawDefaultValue)}" : string.Empty;
        return $"{by}{Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying) + "?";
        if (!type.IsGenericType)
            return type.Name;
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
