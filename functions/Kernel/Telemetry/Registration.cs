using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace ItsmServerless.Kernel.Telemetry;

/// <summary>OpenTelemetry traces, metrics and logs, sent where a setting says: OTLP, Azure Monitor, both or
/// nowhere.</summary>
internal static class Registration
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var (otlp, monitor) = (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"], configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"]);
        if (string.IsNullOrEmpty(otlp) && string.IsNullOrEmpty(monitor)) return services;
        var telemetry = services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource(Meters.Name, "Azure.*"))
            .WithMetrics(metrics => metrics.AddMeter(Meters.Name))
            .WithLogging();
        if (!string.IsNullOrEmpty(otlp)) telemetry.UseOtlpExporter(OtlpExportProtocol.Grpc, new Uri(otlp));
        if (!string.IsNullOrEmpty(monitor)) AddMonitor(telemetry, monitor);
        return services;
    }

    private static void AddMonitor(OpenTelemetryBuilder telemetry, string connection) => telemetry
        .WithTracing(traces => traces.AddAzureMonitorTraceExporter(options => options.ConnectionString = connection))
        .WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(options => options.ConnectionString = connection))
        .WithLogging(logs => logs.AddAzureMonitorLogExporter(options => options.ConnectionString = connection));
}
