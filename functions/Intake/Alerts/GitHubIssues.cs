using System.Text.Json;

namespace ItsmServerless.Intake.Alerts;

/// <summary>GitHub's webhook for issues (docs.github.com, webhook-events-and-payloads): an issue is an
/// incident.</summary>
internal static class GitHubIssues
{
    private const string EventHeader = "X-GitHub-Event";

    public static AlertReading Read(JsonElement root, AlertMessage message)
    {
        if (message.Header(EventHeader) is { } name and not "issues")
            return new AlertReading.Nothing($"github_event: {AlertText.Line(name, 64)}");
        var (issue, repository) = (root.Look("issue"), root.Text("repository", "full_name"));
        if (repository is null) return AlertReading.Lacks("/repository/full_name");
        if (issue.Text("number") is not { } number) return AlertReading.Lacks("/issue/number");
        if (Status(root.Text("action")) is not { } status)
            return new AlertReading.Nothing($"github_action: {AlertText.Line(root.Text("action"), 64)}");
        return AlertText.Alert(
            $"github:{repository}#{number}", status, issue.Text("title"), issue.Text("body"), By(root)) with
        {
            Severity = Labels(issue).Select(SeverityOf).FirstOrDefault(severity => severity is not null),
            Tags = AlertText.Tags(Labels(issue)),
            Items = AlertText.Items(repository),
            Links = AlertText.Links((issue.Text("html_url"), $"{repository}#{number}")),
            OccurredAt = AlertText.Time(issue.Text(status == AlertStatus.Resolved ? "closed_at" : "created_at")),
            MessageId = message.Header("X-GitHub-Delivery"),
        };
    }

    private static AlertStatus? Status(string? action) => action switch
    {
        "opened" or "reopened" => AlertStatus.Firing,
        "closed" or "deleted" or "transferred" => AlertStatus.Resolved,
        _ => null,
    };

    private static IEnumerable<string> Labels(JsonElement issue) =>
        issue.Look("labels").Items().Select(label => label.Text("name")).OfType<string>();

    /// <summary><c>critical</c>, <c>severity: high</c>, <c>priority/P1</c>.</summary>
    private static Severity? SeverityOf(string label) => AlertWords.SeverityOf(label.Split(':', '/')[^1]);

    private static string? By(JsonElement root) =>
        root.Text("sender", "login") is { } login ? $"By {login} on GitHub." : null;
}
