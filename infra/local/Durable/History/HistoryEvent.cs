using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable.History;

/// <summary>Something that happened to an instance, or a step it took. What was stored once stays readable.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TaskCompleted), "taskCompleted")]
[JsonDerivedType(typeof(TaskFailed), "taskFailed")]
[JsonDerivedType(typeof(TimerFired), "timerFired")]
[JsonDerivedType(typeof(EventRaised), "eventRaised")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Terminated), "terminated")]
[JsonDerivedType(typeof(Strayed), "strayed")]
[JsonDerivedType(typeof(ActivityScheduled), "activityScheduled")]
[JsonDerivedType(typeof(TimerCreated), "timerCreated")]
[JsonDerivedType(typeof(SubOrchestrationScheduled), "subOrchestrationScheduled")]
[JsonDerivedType(typeof(EventSent), "eventSent")]
[JsonDerivedType(typeof(TerminationSent), "terminationSent")]
public abstract record HistoryEvent;

/// <summary>What answers a step: its result, its failure, its time.</summary>
/// <param name="Id">The number of the step.</param>
public abstract record StepAnswer(int Id) : HistoryEvent;

/// <summary>An activity or a sub-orchestration returned.</summary>
public sealed record TaskCompleted(int Id, string? Result) : StepAnswer(Id);

/// <summary>An activity or a sub-orchestration failed.</summary>
public sealed record TaskFailed(int Id, TaskFailureDetails Failure) : StepAnswer(Id);

/// <summary>A timer's time came.</summary>
public sealed record TimerFired(int Id) : StepAnswer(Id);

/// <summary>An event came from outside or from another instance.</summary>
public sealed record EventRaised(string Name, string? Payload) : HistoryEvent;

/// <summary>What acts on the instance itself, ahead of all that waits.</summary>
public abstract record ControlEvent : HistoryEvent;

/// <summary>It was told to stand still.</summary>
public sealed record Suspended(string? Reason) : ControlEvent;

/// <summary>It was told to go on.</summary>
public sealed record Resumed(string? Reason) : ControlEvent;

/// <summary>It was ended from outside.</summary>
/// <param name="Recursive">With the sub-orchestrations it waits for.</param>
public sealed record Terminated(string? Output, bool Recursive) : ControlEvent;

/// <summary>Its code went on at a time and in a thread of its own, so that nobody could replay it.</summary>
public sealed record Strayed : ControlEvent;
