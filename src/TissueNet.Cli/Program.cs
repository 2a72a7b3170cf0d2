using TissueNet.Cli;
using TissueNet.Cli.Output;

using var interruption = new Interruption(Environment.Exit);
interruption.Listen();
return await new CommandRunner(Terminal.OfProcess(), interruption).RunAsync(args);
