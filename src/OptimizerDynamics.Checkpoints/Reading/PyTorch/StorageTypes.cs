using System.Collections.Frozen;

namespace OptimizerDynamics.Checkpoints;

/// <summary>What PyTorch calls the types of elements.</summary>
internal static class StorageTypes
{
    private static readonly FrozenDictionary<string, ElementFormat> _storages = new Dictionary<string, ElementFormat>
    {
        ["DoubleStorage"] = ElementFormat.Of(ElementType.Float64),
        ["FloatStorage"] = ElementFormat.Of(ElementType.Float32),
        ["HalfStorage"] = ElementFormat.Of(ElementType.Float16),
        ["BFloat16Storage"] = ElementFormat.Of(ElementType.BFloat16),
        ["LongStorage"] = ElementFormat.Of(ElementType.Int64),
        ["IntStorage"] = ElementFormat.Of(ElementType.Int32),
        ["ShortStorage"] = ElementFormat.Of(ElementType.Int16),
        ["CharStorage"] = ElementFormat.Of(ElementType.Int8),
        ["ByteStorage"] = ElementFormat.Of(ElementType.UInt8),
        ["BoolStorage"] = ElementFormat.Of(ElementType.Bool),
        ["UntypedStorage"] = ElementFormat.Of(ElementType.UInt8),
        ["_UntypedStorage"] = ElementFormat.Of(ElementType.UInt8),
        ["ComplexFloatStorage"] = new(ElementType.Other, 64),
        ["ComplexDoubleStorage"] = new(ElementType.Other, 128),
        ["QInt8Storage"] = new(ElementType.Other, 8),
        ["QUInt8Storage"] = new(ElementType.Other, 8),
        ["QInt32Storage"] = new(ElementType.Other, 32),
        ["QUInt4x2Storage"] = new(ElementType.Other, 8),
        ["QUInt2x4Storage"] = new(ElementType.Other, 8),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ElementFormat> _types = new Dictionary<string, ElementFormat>
    {
        ["float64"] = ElementFormat.Of(ElementType.Float64),
        ["float32"] = ElementFormat.Of(ElementType.Float32),
        ["float16"] = ElementFormat.Of(ElementType.Float16),
        ["bfloat16"] = ElementFormat.Of(ElementType.BFloat16),
        ["int64"] = ElementFormat.Of(ElementType.Int64),
        ["int32"] = ElementFormat.Of(ElementType.Int32),
        ["int16"] = ElementFormat.Of(ElementType.Int16),
        ["int8"] = ElementFormat.Of(ElementType.Int8),
        ["uint8"] = ElementFormat.Of(ElementType.UInt8),
        ["bool"] = ElementFormat.Of(ElementType.Bool),
        ["uint16"] = new(ElementType.Other, 16),
        ["uint32"] = new(ElementType.Other, 32),
        ["uint64"] = new(ElementType.Other, 64),
        ["float8_e4m3fn"] = new(ElementType.Other, 8),
        ["float8_e4m3fnuz"] = new(ElementType.Other, 8),
        ["float8_e5m2"] = new(ElementType.Other, 8),
        ["float8_e5m2fnuz"] = new(ElementType.Other, 8),
        ["float8_e8m0fnu"] = new(ElementType.Other, 8),
        ["float4_e2m1fn_x2"] = new(ElementType.Other, 8),
        ["complex32"] = new(ElementType.Other, 32),
        ["complex64"] = new(ElementType.Other, 64),
        ["complex128"] = new(ElementType.Other, 128),
        ["qint8"] = new(ElementType.Other, 8),
        ["quint8"] = new(ElementType.Other, 8),
        ["qint32"] = new(ElementType.Other, 32),
        ["quint4x2"] = new(ElementType.Other, 8),
        ["quint2x4"] = new(ElementType.Other, 8),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The elements of a storage's class, such as <c>torch.FloatStorage</c>, <c>torch.cuda.HalfStorage</c> or
    /// <c>torch.storage.UntypedStorage</c> (bytes); null where it is none.</summary>
    /// <param name="qualifiedName">Module and name.</param>
    public static ElementFormat? OfStorage(string qualifiedName) =>
        Find(_storages, qualifiedName, ["torch.", "torch.cuda.", "torch.storage."]);

    /// <summary>The elements of a type, such as <c>torch.bfloat16</c>; null where it is none.</summary>
    /// <param name="qualifiedName">Module and name.</param>
    public static ElementFormat? OfType(string qualifiedName) => Find(_types, qualifiedName, ["torch."]);

    private static ElementFormat? Find(FrozenDictionary<string, ElementFormat> table, string name, string[] modules)
    {
        foreach (var module in modules)
        {
            if (name.StartsWith(module, StringComparison.Ordinal) && table.TryGetValue(name[module.Length..], out var format))
                return format;
        }

        return null;
    }
}
