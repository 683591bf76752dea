using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.Http;

/// <summary>A request body: a record whose fields are what callers send.</summary>
/// <remarks>Fields are nullable where callers may leave them out; <see cref="Validate"/> says which must be
/// there.</remarks>
public interface IBody<TSelf> where TSelf : class, IBody<TSelf>
{
    /// <summary>Whether no body at all means <c>{}</c>.</summary>
    static virtual bool MayBeEmpty => false;

    /// <summary>What is wrong with the fields. Pure.</summary>
    static abstract IEnumerable<FieldError> Validate(TSelf body);
}

/// <summary>The body of an action that needs no details.</summary>
public sealed record NoBody : IBody<NoBody>
{
    /// <inheritdoc/>
    public static bool MayBeEmpty => true;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(NoBody body) => [];
}
