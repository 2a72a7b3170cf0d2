using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(TissueNet.Bench.GraphOverheadBench).Assembly).Run(args);
