using ItsmServerless.Local;

return await ProgramRun.RunAsync(args, Environment.GetEnvironmentVariable, Console.Out, Console.Error);
