using System.Text.Json.Nodes;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>A message with a card as Teams Workflows takes it, with something of every element that is drawn.</summary>
internal static class SampleCard
{
    public static JsonObject Message => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["content"] = Card,
        }),
    };

    private static JsonNode Card => JsonNode.Parse(
        """
        {
          "type": "AdaptiveCard", "version": "1.4",
          "body": [
            { "type": "TextBlock", "text": "INC-000001 is overdue", "size": "large", "weight": "bolder",
              "color": "attention" },
            { "type": "TextBlock", "text": "**The printer** is on _fire_, see [the plan](https://example.org/plan)" },
            { "type": "FactSet", "facts": [
              { "title": "Priority", "value": "P1" }, { "title": "Group", "value": "<i>hardware</i>" } ] },
            { "type": "ColumnSet", "columns": [
              { "type": "Column", "width": "auto", "items": [ { "type": "TextBlock", "text": "Left" } ] },
              { "type": "Column", "width": "stretch", "items": [
                { "type": "TextBlock", "text": "Right", "isSubtle": true } ] } ] },
            { "type": "Container", "style": "warning", "items": [
              { "type": "TextBlock", "text": "Breached at 12:00" } ] },
            { "type": "Media", "sources": [] }
          ],
          "actions": [
            { "type": "Action.OpenUrl", "title": "Open the incident", "url": "https://example.org/inc/1" },
            { "type": "Action.OpenUrl", "title": "Trap", "url": "javascript:alert(1)" },
            { "type": "Action.Submit", "title": "Acknowledge" }
          ]
        }
        """)!;
}
