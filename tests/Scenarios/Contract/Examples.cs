using System.Text.Json.Nodes;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>A valid body for every route that takes one; a test tells which is missing.</summary>
internal static class Examples
{
    /// <summary>Bodies by operation id; what needs nothing takes <c>{}</c>.</summary>
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["reportIncident"] = """
            {"title":"Printer","description":"On fire","requester":{"email":"ann@example.org","name":"Ann"},
             "impact":"low","urgency":"low","category":"hardware","service":"print","group":"net",
             "assignee":"bob@example.org","tags":["printer"],"configurationItems":["ci-1"],"externalReference":"x-1"}
            """,
        ["editIncident"] = """{"title":"Printer","description":"Still","category":"c","service":"s","tags":["t"]}""",
        ["assignIncident"] = """{"assignee":"bob@example.org","group":"net"}""",
        ["holdIncident"] = """{"reason":"awaiting_supplier","note":"ordered"}""",
        ["resolveIncident"] = """{"code":"fixed","note":"New printer"}""",
        ["reopenIncident"] = """{"reason":"Burns again"}""",
        ["cancelIncident"] = """{"reason":"Twice"}""",
        ["mergeIncident"] = """{"into":"{incident}"}""",
        ["commentOnIncident"] = """{"body":"Hello","visibility":"public"}""",
        ["linkIncident"] = """{"to":"{incident}","kind":"related"}""",
        ["draftChange"] = """
            {"title":"Patch","description":"d","type":"normal","risk":{"impact":"low","likelihood":"low"},
             "plan":{"implementation":"i","backout":"b","test":"t"},
             "window":{"start":"2040-01-01T00:00:00Z","end":"2040-01-01T01:00:00Z"},
             "service":"s","configurationItems":["ci-9"],"owner":"bob@example.org"}
            """,
        ["putChangeTemplate"] = """
            {"title":"Patch","description":"d","plan":{"implementation":"i","backout":"b","test":"t"},
             "risk":{"impact":"low","likelihood":"low"},"service":"s","configurationItems":["ci-9"],
             "tasks":[{"title":"one","owner":"bob@example.org"},{"title":"two","after":1}],"duration":"PT2H"}
            """,
        ["putMaintenanceWindow"] = """
            {"name":"m","services":["nothing"],"timeZone":"UTC",
             "recurrence":{"start":"2040-01-01T00:00","duration":"PT4H","rule":"FREQ=WEEKLY"}}
            """,
        ["putWebhook"] = """{"url":"http://127.0.0.1:9/hook","events":["calendar.deleted"],"payload":"thin"}""",
        ["replayDeliveries"] = """{"from":"2020-01-01T00:00:00Z","to":"2020-01-02T00:00:00Z","all":true}""",
        ["createCalendarFeed"] = """{"name":"phone"}""",
        ["putChangeQuestionnaire"] = """{"questions":[],"thresholds":{"medium":5,"high":10}}""",
        ["addChangeTask"] = """{"title":"t","owner":"bob@example.org","order":1}""",
        ["patchChangeTask"] = """{"title":"t","owner":"bob@example.org","order":1}""",
        ["editChange"] = """{"title":"Patch","description":"d","service":"s"}""",
        ["cancelChange"] = """{"reason":"No"}""",
        ["completeChange"] = """{"outcome":"successful","note":"n"}""",
        ["reviewChange"] = """{"note":"n","incidents":["{incident}"]}""",
        ["scheduleChange"] = """{"override":true,"reason":"r"}""",
        ["startBulk"] = """{"items":[{"operation":"editIncident","id":"{incident}","body":{"tags":["t"]}}]}""",
        ["withdrawVote"] = "{}",
        ["voteOnChange"] = """{"decision":"approve","comment":"c"}""",
        ["putCalendar"] = """
            {"timeZone":"Europe/Berlin","hours":{"monday":[{"from":"09:00","to":"17:00"}]},
             "holidays":[{"date":"2030-01-01","name":"New Year"}]}
            """,
        ["putAgreement"] = """
            {"kind":"sla","practice":"incident","match":{"service":["s"],"group":["net"]},"calendar":"business",
             "targets":[{"metric":"resolution","within":"PT4H"}],"pauseWhile":["awaiting_requester"],
             "escalations":[{"metric":"resolution","at":0.75,"notify":["ann@example.org"],"emit":"major.near"}],
             "credits":[{"below":95,"credit":5,"metric":"resolution"}]}
            """,
        ["putApprovalPolicy"] = """
            {"match":{"service":["s"]},"stages":[{"name":"one","approvers":["ann@example.org"],"quorum":{"kind":"all"},
             "timeout":"P3D","onTimeout":"reject"}],"mailBallots":true,"oneTimeCode":"high_risk"}
            """,
        ["putFreeze"] = """{"name":"f","from":"2041-01-01T00:00:00Z","until":"2041-02-01T00:00:00Z","services":["s"]}""",
        ["putService"] = """{"name":"Mail","owner":"ann@example.org","description":"d"}""",
        ["putConfigurationItem"] = """
            {"name":"Server","kind":"server","service":"mail","owner":"ann@example.org","dependsOn":[],
             "attributes":{"os":"1"}}
            """,
        ["putPerson"] = """{"name":"Ann","timeZone":"Europe/Berlin","manager":"boss@example.org"}""",
        ["putGroup"] = """{"name":"Network","members":["ann@example.org"]}""",
        ["putTeamsChannel"] = """
            {"name":"Operations","url":"https://prod-1.westeurope.logic.azure.com/workflows/w/triggers/manual/paths/invoke?sig=s"}
            """,
        ["putSettings"] = """
            {"priorityMatrix":{"high":{"high":"P1","medium":"P2","low":"P3"},"medium":{"high":"P2","medium":"P3","low":"P4"},
             "low":{"high":"P4","medium":"P4","low":"P5"}}}
            """,
        ["putMailTemplate"] = """{"texts":{"de":{"subject":"[{{number}}]","body":"Hallo"}}}""",
        ["previewMailTemplate"] = """{"kind":"answered","subject":"Hello","body":"Hello","language":"de"}""",
        ["putMailSettings"] = """{"language":"de","timeZone":"Europe/Berlin"}""",
        ["createApiKey"] = """{"name":"key","role":"agent"}""",
        ["editApiKey"] = """{"name":"key","allowedNetworks":["127.0.0.0/8","::1/128"]}""",
        ["rotateApiKey"] = """{"overlap":"PT1H"}""",
        ["putView"] = """
            {"name":"Open","resource":"incidents","filter":{"state":"open"},"sort":"priority","fields":["id","title"],"shared":true}
            """,
        ["putIdentityProvider"] =
            """{"issuer":"http://127.0.0.1:9/realm","audience":"api://itsm","roles":{"Agent":"agent"}}""",
        ["createTenant"] = """{"slug":"another-one","name":"Another","plan":"free"}""",
        ["changeTenant"] = """{"plan":"standard"}""",
        ["simulateClocks"] = """
            {"calendar":{"timeZone":"UTC"},"targets":[{"metric":"resolution","within":"PT4H"}],
             "events":[{"at":"2030-01-01T00:00:00Z","type":"created"}],"at":"2030-01-01T01:00:00Z"}
            """,
        ["startRecalculation"] = """{"from":"2026-01-01T00:00:00Z","dryRun":true}""",
        ["askWhatIf"] =
            """{"agreement":"gold","calendar":"business","from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"}""",
        ["putIntakeRules"] = """
            {"rules":[{"when":[{"field":"title","op":"contains","value":"x"}],
             "then":{"priority":"P3","impact":"low","urgency":"low","group":"net","service":"s","tags":["t"],"practice":"incident"}}]}
            """,
        ["tryIntakeRules"] = """{"rules":[],"receipts":1}""",
        ["tryIntakeSource"] = """{"body":"{}"}""",
        ["editIntakeSource"] = """{"name":"mails","defaults":{"impact":"low","urgency":"low","group":"g","service":"s"}}""",
        ["createIntakeSource"] = """{"name":"mails","format":"mime"}""",
    };

    /// <summary>The body, with the id of an existing incident where it names one.</summary>
    public static JsonObject Of(ApiRoute route, string incident) => JsonNode.Parse(
        Bodies.GetValueOrDefault(route.Id, "{}").Replace("{incident}", incident, StringComparison.Ordinal))!.AsObject();
}
