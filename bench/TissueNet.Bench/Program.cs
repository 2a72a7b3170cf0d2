using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using TissueNet.Bench.Reading;
using TissueNet.Bench.SlowStorage;
using TissueNet.Bench.Throughput;

// --reading --slide S compares reading with a bare JPEG decoder, libvips and OpenSlide in one run.
if (args.Contains("--reading"))
{
    return await ReadingBench.RunAsync(args);
}

// --slow-storage S compares storage with and without a delay.
if (args is ["--slow-storage", ..])
{
    return await SlowStorageRun.RunAsync(args[1..]);
}

// --pipeline P --slide S benchmarks that pipeline's stages, each alone; anything else goes to BenchmarkDotNet as it is.
int pipeline = Array.IndexOf(args, "--pipeline"), slide = Array.IndexOf(args, "--slide");
if (pipeline < 0 && slide < 0)
{
    BenchmarkSwitcher.FromAssembly(typeof(StageThroughputBench).Assembly).Run(args);
    return 0;
}

if (pipeline < 0 || slide < 0 || pipeline + 1 >= args.Length || slide + 1 >= args.Length)
{
    await Console.Error.WriteLineAsync("Both --pipeline FILE and --slide FILE are needed.");
    return 2;
}

StageThroughputBench.Capture = await PipelineCapture.RunAsync(args[pipeline + 1], args[slide + 1]);
string[] rest = [.. args.Where((_, i) => i != pipeline && i != pipeline + 1 && i != slide && i != slide + 1)];

// In this process, since the captured inputs cannot leave it; a short job unless another is asked for.
string[] job = Array.Exists(rest, a => a is "--job" or "-j") ? [] : ["--job", "short"];
BenchmarkRunner.Run<StageThroughputBench>(DefaultConfig.Instance.AddColumn(new ItemsPerSecondColumn()), [.. rest, .. job, "--inProcess"]);
return 0;
