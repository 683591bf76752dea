using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Webhooks;
using Xunit;

namespace ItsmServerless.Tests.Unit.Webhooks;

/// <summary>docs/events.md is what the code has. With <c>ITSM_DOCS_EVENTS=1</c> its table is written anew.</summary>
public sealed class EventCatalogueTests
{
    private const string File = "docs/events.md";
    private const string Heading = "| type | what happened | details |";

    [Fact]
    public void Document_ListsEveryEvent()
    {
        var lines = Repository.Lines(File).ToList();
        var table = lines.FindIndex(line => line == Heading) + 2;
        var rows = lines.Skip(table).TakeWhile(line => line.StartsWith('|')).ToList();
        string[] expected = [.. Rows()];
        if (Environment.GetEnvironmentVariable("ITSM_DOCS_EVENTS") == "1")
        {
            System.IO.File.WriteAllLines(Path.Combine(Repository.Root, File),
                [.. lines.Take(table), .. expected, .. lines.Skip(table + rows.Count)]);
            return;
        }
        Assert.Equal(expected, rows);
    }

    [Fact]
    public void Events_OfCredentials_AreNotToldOf() => Assert.DoesNotContain(
        EventCatalogue.Types, type => type.Type.Split('.')[0] is "api_key" or "intake_source" or "teams_channel"
            or "webhook" or "calendar-feed" or "tenant");

    private static IEnumerable<string> Rows()
    {
        var documentation = XDocument.Load(Path.ChangeExtension(typeof(ItsmApp).Assembly.Location, ".xml"));
        var summaries = documentation.Descendants("member").Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Line(member.Element("summary")!));
        var types = typeof(ItsmApp).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<EventTypeAttribute>() is not null)
            .ToDictionary(type => type.GetCustomAttribute<EventTypeAttribute>()!.Name);
        return EventCatalogue.Types.Select(entry =>
            $"| `{entry.Type}` | {summaries[$"T:{types[entry.Type].FullName}"]} | {Details(entry, types[entry.Type])} |");
    }

    private static string Details(CatalogueEntry entry, Type type) => entry.IsThin
        ? "never told"
        : string.Join(", ", type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => $"`{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}`"));

    /// <summary>References are shown by their last name.</summary>
    private static string Line(XElement summary) => string.Join(' ', string.Concat(summary.Nodes().Select(Text))
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" or "paramref" } reference =>
            reference.Attributes().First().Value.Split('.')[^1],
        XElement element => $"`{element.Value}`",
        _ => node.ToString(),
    };
}
