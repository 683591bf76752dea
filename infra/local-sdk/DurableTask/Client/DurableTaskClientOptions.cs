using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>How a client starts orchestrations.</summary>
public class DurableTaskClientOptions
{
    /// <summary>The version of orchestrations whose start names none.</summary>
    public string DefaultVersion { get; set; } = string.Empty;

    /// <summary>Writes inputs and reads results; <see langword="null"/> sets the default again.</summary>
    public DataConverter DataConverter
    {
        get => field ?? JsonDataConverter.Default;
        set
        {
            field = value;
            IsDataConverterSet = value is not null;
        }
    }

    /// <summary>Whether instances may be entities.</summary>
    public bool EnableEntitySupport { get; set; }

    internal bool IsDataConverterSet { get; private set; }
}
