using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimizerDynamics.Checkpoints.Tests;

/// <summary>The files of <c>Fixtures</c>, which <c>make.py</c> there wrote with PyTorch, and what it says is in them.</summary>
internal static class Fixture
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>The names of those that can be read.</summary>
    public static IEnumerable<string> Readable => Directory.EnumerateFiles(_folder, "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file)!).Where(name => !name.EndsWith(".state", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>The files of all of them, those that are refused among them.</summary>
    public static IEnumerable<string> Files => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".pt" or ".npy" or ".npz" or ".bin").Order(StringComparer.Ordinal);

    /// <summary>The path of one: its file or its folder.</summary>
    public static string PathOf(string name) => Path.Combine(_folder, name) is var folder && Directory.Exists(folder)
        ? folder
        : Path.Combine(_folder, Path.HasExtension(name) ? name : name + ".pt");

    /// <summary>The tensors that one has, in order.</summary>
    public static IReadOnlyList<ExpectedTensor> Expected(string name) =>
        [.. Json(name).AsArray().Select(entry => ExpectedTensor.Of(entry!))];

    /// <summary>A file that was written beside one.</summary>
    public static JsonNode Json(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, name + ".json")))!;
}

/// <summary>A tensor as PyTorch had it.</summary>
internal sealed record ExpectedTensor(string Name, string Type, long[] Shape, double[] Elements)
{
    public static ExpectedTensor Of(JsonNode entry) => new(
        (string)entry["name"]!, (string)entry["type"]!, [.. entry["shape"]!.AsArray().Select(size => (long)size!)],
        [.. entry["elements"]!.AsArray().Select(element => NumberOf(element!))]);

    public static double NumberOf(JsonNode element) => element.GetValueKind() switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => (string)element! switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.NaN,
        },
        _ => (double)element,
    };
}
