using ItsmServerless.Local;
using ItsmServerless.Local.Azurite;
using Xunit;

namespace ItsmServerless.Tests.Unit.Azurite;

public sealed class DataLockTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("itsm-lock-");

    [Fact]
    public void Take_WhileAnotherHostHasIt_SaysSoAndWhatToDo()
    {
        using var first = DataLock.Take(_data.FullName);
        var refused = Assert.Throws<StartFailedException>(() => DataLock.Take(_data.FullName));
        Assert.Contains(_data.FullName, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AfterTheOtherHostEnded_Succeeds()
    {
        DataLock.Take(_data.FullName).Dispose();
        using var second = DataLock.Take(_data.FullName);
    }

    public void Dispose() => _data.Delete(recursive: true);
}
