using System.Reflection;
using System.Reflection.Emit;
using TissueNet.Slides;
using TissueNet.Stages;

namespace TissueNet.Tests.Pipelines;

/// <summary>Writes DLLs as a plugin author's build would: a stage that copies its input, or nothing of use.</summary>
internal static class PluginAssembly
{
    /// <summary>A DLL with a stage from <see cref="SlideFile"/> to <see cref="SlideFile"/>.</summary>
    public static void WriteStage(string path, string stageName)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(Path.GetFileNameWithoutExtension(path)), typeof(object).Assembly);
        ModuleBuilder module = assembly.DefineDynamicModule("main");
        TypeBuilder type = module.DefineType("Plugin.CopyStage", TypeAttributes.Public | TypeAttributes.Class | TypeAttributes.Sealed, typeof(object), [typeof(IStage<SlideFile, SlideFile>)]);
        type.SetCustomAttribute(new CustomAttributeBuilder(typeof(StageAttribute).GetConstructor([typeof(string)])!, [stageName]));
        type.DefineDefaultConstructor(MethodAttributes.Public);
        MethodInfo contract = typeof(IStage<SlideFile, SlideFile>).GetMethod("ProcessAsync")!;
        MethodBuilder process = type.DefineMethod(
            "ProcessAsync", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            contract.ReturnType, [.. contract.GetParameters().Select(p => p.ParameterType)]);
        ILGenerator code = process.GetILGenerator();
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_3);
        code.Emit(OpCodes.Callvirt, typeof(IStageOutput<SlideFile>).GetMethod("EmitAsync")!);
        code.Emit(OpCodes.Ret);
        type.DefineMethodOverride(process, contract);
        type.CreateType();
        assembly.Save(path);
    }

    /// <summary>A DLL without stages.</summary>
    public static void WriteEmpty(string path)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(Path.GetFileNameWithoutExtension(path)), typeof(object).Assembly);
        assembly.DefineDynamicModule("main").DefineType("Plugin.Nothing", TypeAttributes.Public | TypeAttributes.Class).CreateType();
        assembly.Save(path);
    }

    /// <summary>Turns the reference to the engine in a DLL into one to another version, as an old build has it.</summary>
    public static void PretendEngineVersion(string path, short minor)
    {
        // The version stands in the AssemblyRef row as four 16-bit numbers: 0, 1, 0, 0 for this engine.
        Version version = typeof(IStage).Assembly.GetName().Version!;
        byte[] row = [.. new[] { version.Major, version.Minor, version.Build, version.Revision }.SelectMany(v => BitConverter.GetBytes((short)v))];
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().LastIndexOf(row);
        at.ShouldBeGreaterThan(0);
        BitConverter.GetBytes(minor).CopyTo(bytes, at + 2);
        File.WriteAllBytes(path, bytes);
    }
}
