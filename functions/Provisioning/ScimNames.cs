using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Provisioning;

/// <summary>The names that RFC 7643 and RFC 7644 give things.</summary>
internal static class ScimNames
{
    public const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    public const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string Provider = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
    public const string ResourceType = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Schema";
    public const string List = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    public const string Error = "urn:ietf:params:scim:api:messages:2.0:Error";

    /// <summary>Where all of it lies.</summary>
    public const string Root = "scim/v2";

    /// <summary>A refusal with a type of RFC 7644, table 9.</summary>
    public static Problem Bad(string type, string detail) => Problem.Validation(new FieldError("", type, detail));
}
