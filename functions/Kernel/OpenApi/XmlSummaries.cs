using System.Reflection;
using System.Xml.Linq;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>The summaries of the code, read from the XML documentation that the compiler writes beside the
/// assembly.</summary>
/// <remarks>Where that file is missing the document has no texts, and is complete otherwise.</remarks>
internal sealed class XmlSummaries
{
    private readonly Dictionary<string, XElement> _members;

    /// <summary>Reads the documentation of an assembly.</summary>
    public XmlSummaries(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        var members = File.Exists(file) ? XDocument.Load(file).Descendants("member") : [];
        _members = members.GroupBy(IdOf, StringComparer.Ordinal)
            .ToDictionary(overloads => overloads.Key, overloads => overloads.First(), StringComparer.Ordinal);
    }

    /// <summary>What a method does.</summary>
    public string? Of(MethodInfo method) => Text(Find($"M:{NameOf(method.DeclaringType!)}.{method.Name}")?.Element("summary"));

    /// <summary>What a type is.</summary>
    public string? Of(Type type) => Text(Find($"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>What a property holds: its own summary, or what the record says of its parameter.</summary>
    public string? Of(PropertyInfo property) =>
        Text(Find($"P:{NameOf(property.DeclaringType!)}.{property.Name}")?.Element("summary"))
        ?? Text(ParameterOf(Find($"T:{NameOf(property.DeclaringType!)}"), property.Name));

    /// <summary>What a member of an enum stands for.</summary>
    public string? Of(FieldInfo word) => Text(Find(NameOf(word))?.Element("summary"));

    /// <summary>What there is to know beyond that.</summary>
    public string? RemarksOf(FieldInfo word) => Text(Find(NameOf(word))?.Element("remarks"));

    /// <summary>What a parameter of a method means.</summary>
    public string? OfParameter(MethodInfo method, string name) =>
        Text(ParameterOf(Find($"M:{NameOf(method.DeclaringType!)}.{method.Name}"), name));

    private XElement? Find(string id) => _members.GetValueOrDefault(id);

    private static XElement? ParameterOf(XElement? member, string name) =>
        member?.Elements("param").FirstOrDefault(element => element.Attribute("name")?.Value == name);

    /// <summary>The documentation's id without a method's arguments: functions are not overloaded.</summary>
    private static string IdOf(XElement member) => member.Attribute("name")!.Value.Split('(')[0];

    private static string NameOf(FieldInfo field) => $"F:{NameOf(field.DeclaringType!)}.{field.Name}";

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var words = string.Concat(element.Nodes().Select(Words));
        return string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Text as it stands; of a reference, the last part of what it refers to.</summary>
    private static string Words(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference => reference.FirstAttribute?.Value.Split('.', ':')[^1] ?? "",
        XElement element => string.Concat(element.Nodes().Select(Words)),
        _ => "",
    };
}
