using BenchmarkDotNet.Attributes;
using OptimizerDynamics.Data;

namespace OptimizerDynamics.Benchmarks;

/// <summary>
/// Drawing images of objects, on one core and on all: the thirty classes, and the furniture models where they are installed.
/// </summary>
public class DrawnImages
{
    private const int Images = 600;

    private RenderedSet _set = new(8, Background.Clean, 1);
    private Rasterizer _rasterizer = new(8);
    private byte[] _picture = [];
    private long _first;

    [ParamsSource(nameof(Sources))]
    public string Objects { get; set; } = "";

    [ParamsAllValues]
    public Background Background { get; set; }

    [Params(16, 32, 64, 128)]
    public int Size { get; set; }

    public static IEnumerable<string> Sources =>
        Directory.Exists(FurnitureLibrary.InstalledFolder) ? ["objects", "furniture"] : ["objects"];

    [GlobalSetup]
    public void Setup()
    {
        _set = new RenderedSet(
            Size, Background, 1, source: Objects == "furniture" ? FurnitureLibrary.Read(FurnitureLibrary.InstalledFolder) : null);
        (_rasterizer, _picture, _first) = (new Rasterizer(Size), new byte[Size * Size], 0);
    }

    [Benchmark(OperationsPerInvoke = Images)]
    public void OneCore()
    {
        for (var i = 0; i < Images; i++)
            _set.Draw(_first + i, _rasterizer, _picture);
        _first += Images;
    }

    [Benchmark(OperationsPerInvoke = Images)]
    public byte[] AllCores()
    {
        _first += Images;
        return _set.Draw(_first, Images);
    }
}
