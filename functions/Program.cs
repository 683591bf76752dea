using ItsmServerless;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
ItsmApp.Configure(builder, builder.Configuration);
builder.Build().Run();
