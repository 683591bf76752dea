namespace ItsmServerless.Kernel.Mail;

/// <summary>The line in our mails that answers are written above; what is below it is a quote.</summary>
public static class AnswerLine
{
    /// <summary>Never changed: old mails are answered years later.</summary>
    public const string Text = "-- Please write your answer above this line --";
}
