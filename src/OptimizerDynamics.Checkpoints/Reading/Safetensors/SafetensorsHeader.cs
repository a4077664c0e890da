using System.Collections.Frozen;
using System.Text.Json;

namespace OptimizerDynamics.Checkpoints;

/// <summary>A tensor of a header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Format">Its elements.</param>
/// <param name="Shape">The size of each dimension.</param>
/// <param name="Begin">Its first byte, from the header's end.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record SafetensorsEntry(string Name, ElementFormat Format, long[] Shape, long Begin, long End);

/// <summary>
/// The header of a safetensors file: <c>{"__metadata__":{…},"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},…}</c>.
/// </summary>
internal ref struct SafetensorsHeader
{
    private static readonly FrozenDictionary<string, ElementFormat> _types = new Dictionary<string, ElementFormat>
    {
        ["F64"] = ElementFormat.Of(ElementType.Float64),
        ["F32"] = ElementFormat.Of(ElementType.Float32),
        ["F16"] = ElementFormat.Of(ElementType.Float16),
        ["BF16"] = ElementFormat.Of(ElementType.BFloat16),
        ["I64"] = ElementFormat.Of(ElementType.Int64),
        ["I32"] = ElementFormat.Of(ElementType.Int32),
        ["I16"] = ElementFormat.Of(ElementType.Int16),
        ["I8"] = ElementFormat.Of(ElementType.Int8),
        ["U8"] = ElementFormat.Of(ElementType.UInt8),
        ["BOOL"] = ElementFormat.Of(ElementType.Bool),
        ["U16"] = new(ElementType.Other, 16),
        ["U32"] = new(ElementType.Other, 32),
        ["U64"] = new(ElementType.Other, 64),
        ["C64"] = new(ElementType.Other, 64),
        ["F8_E4M3"] = new(ElementType.Other, 8),
        ["F8_E5M2"] = new(ElementType.Other, 8),
        ["F8_E8M0"] = new(ElementType.Other, 8),
        ["F8_E4M3FNUZ"] = new(ElementType.Other, 8),
        ["F8_E5M2FNUZ"] = new(ElementType.Other, 8),
        ["F6_E2M3"] = new(ElementType.Other, 6),
        ["F6_E3M2"] = new(ElementType.Other, 6),
        ["F4"] = new(ElementType.Other, 4),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly SourceFile _file;
    private Utf8JsonReader _json;

    private SafetensorsHeader(SourceFile file, ReadOnlySpan<byte> json)
    {
        _file = file;
        _json = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
    }

    /// <summary>Reads a header.</summary>
    /// <param name="file">The file, for what is wrong with it.</param>
    /// <param name="json">The header.</param>
    /// <exception cref="CheckpointFileException">It is no header.</exception>
    public static List<SafetensorsEntry> Read(SourceFile file, ReadOnlySpan<byte> json)
    {
        try
        {
            return new SafetensorsHeader(file, json).ReadAll();
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw file.Fault("is damaged: its header is not the JSON of safetensors.", cause);
        }
    }

    private List<SafetensorsEntry> ReadAll()
    {
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject);
        while (NextKey() is { } name)
        {
            if (name == "__metadata__")
            {
                _json.Read();
                _json.Skip();
                continue;
            }

            if (!names.Add(name))
                throw _file.Fault($"is damaged: its header has '{CheckpointFileException.Short(name)}' twice.");
            entries.Add(ReadEntry(name));
        }

        while (_json.Read())
            throw Wrong("its end");
        return entries;
    }

    private SafetensorsEntry ReadEntry(string name)
    {
        ElementFormat? format = null;
        List<long>? shape = null, offsets = null;
        Expect(JsonTokenType.StartObject);
        while (NextKey() is { } key)
        {
            switch (key)
            {
                case "dtype": format = ReadType(name); break;
                case "shape": shape = ReadNumbers(name); break;
                case "data_offsets": offsets = ReadNumbers(name); break;
                default: throw Wrong(name);
            }
        }

        return format is not null && shape is not null && offsets is [var begin, var end]
            ? new SafetensorsEntry(name, format.Value, [.. shape], begin, end)
            : throw Wrong(name);
    }

    private ElementFormat ReadType(string name)
    {
        Expect(JsonTokenType.String);
        var type = _json.GetString()!;
        return _types.TryGetValue(type, out var format)
            ? format
            : throw _file.Fault($"has '{CheckpointFileException.Short(name)}' of the type '{CheckpointFileException.Short(type)}', which "
                + $"safetensors does not have.");
    }

    private List<long> ReadNumbers(string name)
    {
        var numbers = new List<long>();
        Expect(JsonTokenType.StartArray);
        while (_json.Read() && _json.TokenType == JsonTokenType.Number)
            numbers.Add(_json.TryGetInt64(out var number) && number >= 0 ? number : throw Wrong(name));
        return _json.TokenType == JsonTokenType.EndArray ? numbers : throw Wrong(name);
    }

    /// <summary>The next key of an object; null at its end.</summary>
    private string? NextKey()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.PropertyName ? _json.GetString() : null;
    }

    private void Expect(JsonTokenType token)
    {
        if (!_json.Read() || _json.TokenType != token)
            throw Wrong("a tensor");
    }

    private readonly CheckpointFileException Wrong(string name) =>
        _file.Fault(
            $"is damaged: what its header says of '{CheckpointFileException.Short(name)}' is not a dtype, a shape and data_offsets.");
}
