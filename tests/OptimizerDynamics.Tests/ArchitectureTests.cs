using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace OptimizerDynamics.Tests;

/// <summary>The core is pure mathematics: it can be read, and run, alone.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly _core = typeof(UpdateRule).Assembly;

    [Fact]
    public void The_core_references_the_runtime_its_tensor_primitives_and_statistics_only()
    {
        var others = _core.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => name is not ("System.Numerics.Tensors" or "MathNet.Numerics") && !IsOfTheRuntime(name));

        Assert.Empty(others);
    }

    [Fact]
    public void The_core_touches_no_file_and_starts_no_process()
    {
        string[] forbidden =
        [
            "System.IO.File", "System.IO.FileStream", "System.IO.FileInfo", "System.IO.Directory", "System.IO.DirectoryInfo",
            "System.IO.Path",
            "System.IO.StreamReader", "System.IO.StreamWriter", "System.Console", "System.Diagnostics.Process",
            "System.Runtime.InteropServices.NativeLibrary", "System.Runtime.InteropServices.DllImportAttribute",
        ];

        Assert.Empty(TypesUsedBy(_core).Intersect(forbidden));
    }

    [Fact]
    public void The_core_calls_no_native_code()
    {
        using var file = File.OpenRead(_core.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();

        Assert.Equal(0, metadata.GetTableRowCount(TableIndex.ImplMap));
        Assert.Equal(0, metadata.GetTableRowCount(TableIndex.ModuleRef));
    }

    /// <summary>Otherwise the two tests above might see nothing.</summary>
    [Fact]
    public void The_list_of_types_used_is_not_empty() =>
        Assert.Contains("System.Numerics.Tensors.TensorPrimitives", TypesUsedBy(_core));

    /// <summary>Each rule is sealed and immutable: no property can be set, no field is writable.</summary>
    [Fact]
    public void Rules_and_schedules_are_immutable_records()
    {
        var data = _core.GetTypes()
            .Where(type => (type.IsSubclassOf(typeof(UpdateRule)) || type.IsSubclassOf(typeof(Schedule))) && !type.IsAbstract)
            .ToList();

        Assert.True(data.Count >= 18, $"only {data.Count} rules and schedules found");
        Assert.All(data, type =>
        {
            Assert.True(type.IsSealed, $"{type.Name} is not sealed");
            Assert.All(type.GetProperties(), property => Assert.False(property.CanWrite, $"{type.Name}.{property.Name} can be set"));
            Assert.All(
                type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
                field => Assert.True(field.IsInitOnly, $"{type.Name}.{field.Name} is writable"));
        });
    }

    private static bool IsOfTheRuntime(string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, $"{name}.dll"));

    private static List<string> TypesUsedBy(Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        return
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"),
        ];
    }
}
