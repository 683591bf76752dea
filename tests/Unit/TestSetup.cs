using System.Runtime.CompilerServices;
using System.Text;

namespace ItsmServerless.Tests.Unit;

/// <summary>What must be so before the first test runs, whichever that is.</summary>
internal static class TestSetup
{
    /// <summary>MimeKit remembers a charset that it once did not find; tests that parse before the app started must not teach it so.</summary>
    [ModuleInitializer]
    internal static void KnowAllCharsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
