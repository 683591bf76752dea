using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ItsmServerless.Tests.Unit.PublicSurface;

/// <summary>Finds the types of an assembly that others need: named by them, or by the signatures of those.</summary>
internal static class TypesInUse
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The types of <paramref name="declaring"/> that the users need.</summary>
    public static IReadOnlySet<Type> Of(Assembly declaring, IEnumerable<Assembly> users)
    {
        var inUse = new HashSet<Type>();
        var toVisit = new Queue<Type>(users.SelectMany(NamedBy)
            .Select(name => declaring.GetType(name)).OfType<Type>());
        while (toVisit.TryDequeue(out var type))
        {
            if (type.Assembly != declaring || !inUse.Add(type))
                continue;
            foreach (var named in SignaturesOf(type).SelectMany(Parts))
                toVisit.Enqueue(named);
        }
        return inUse;
    }

    private static IEnumerable<string> NamedBy(Assembly user)
    {
        using var file = new PEReader(File.OpenRead(user.Location));
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeReferences.Select(handle => NameOf(metadata, handle))];
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    private static IEnumerable<Type> SignaturesOf(Type type)
    {
        if (type.BaseType is { } from)
            yield return from;
        foreach (var contract in type.GetInterfaces())
            yield return contract;
        foreach (var member in type.GetMembers(Declared))
        {
            foreach (var named in SignatureOf(member))
                yield return named;
        }
    }

    private static IEnumerable<Type> SignatureOf(MemberInfo member) => member switch
    {
        MethodInfo { IsPrivate: false, IsAssembly: false } method =>
            [method.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)],
        ConstructorInfo { IsPrivate: false, IsAssembly: false } constructor =>
            constructor.GetParameters().Select(parameter => parameter.ParameterType),
        FieldInfo { IsPublic: true } field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        if (!type.IsGenericType)
            return [type];
        return [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)];
    }
}
