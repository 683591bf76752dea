using ItsmServerless.Local.Clock;
using Xunit;

namespace ItsmServerless.Tests.Unit.Clock;

public sealed class ClockFileTests : IDisposable
{
    private static readonly DateTimeOffset System = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("itsm-clock-");

    [Fact]
    public void Start_WithNothingStored_IsTheSystemsTime() =>
        Assert.Equal(System, new ClockFile(_data.FullName).StartAt(System));

    [Fact]
    public async Task Start_AfterAnAdvance_GoesOnFromTheAdvancedTime()
    {
        var advanced = System.AddDays(3).AddTicks(1_234_567);
        await new ClockFile(_data.FullName).SaveAsync(System.AddDays(1), default);
        await new ClockFile(_data.FullName).SaveAsync(advanced, default);
        Assert.Equal(advanced, new ClockFile(_data.FullName).StartAt(System));
    }

    [Fact]
    public async Task Start_WhenTheSystemIsAhead_IsNeverBeforeIt()
    {
        await new ClockFile(_data.FullName).SaveAsync(System.AddDays(-1), default);
        Assert.Equal(System, new ClockFile(_data.FullName).StartAt(System));
    }

    public void Dispose() => _data.Delete(recursive: true);
}
