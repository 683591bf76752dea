using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Kernel.Mail;

/// <summary>The services of mail names.</summary>
internal static class Registration
{
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(MailSettings.Of(configuration)).AddSingleton<ReplyAddresses>().AddSingleton<IssuedMessageIds>();
}
