namespace ItsmServerless.Local;

/// <summary>The host cannot start; the message says in one line what is missing and how to get it.</summary>
public sealed class StartFailedException(string message, Exception? cause = null) : Exception(message, cause);
