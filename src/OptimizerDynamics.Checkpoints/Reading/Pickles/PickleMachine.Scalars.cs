using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace OptimizerDynamics.Checkpoints;

internal sealed partial class PickleMachine
{
    /// <summary>A longer text is skipped: no name is as long, and a log or a source file that was saved along is not asked for.</summary>
    private const int LongestText = 1 << 16;

    /// <summary>
    /// PyTorch's magic number has 10 bytes; longer integers are skipped, as making them takes a time quadratic in their length.
    /// </summary>
    private const int LongestInteger = 64;

    private bool RunNumber(PickleCode code)
    {
        switch (code)
        {
            case PickleCode.None: Push(new CheckpointValue.None()); return true;
            case PickleCode.NewTrue: Push(new CheckpointValue.Flag(true)); return true;
            case PickleCode.NewFalse: Push(new CheckpointValue.Flag(false)); return true;
            case PickleCode.BinInt: Push(new CheckpointValue.WholeNumber(cursor.ReadInt32())); return true;
            case PickleCode.BinInt1: Push(new CheckpointValue.WholeNumber(cursor.ReadByte())); return true;
            case PickleCode.BinInt2: Push(new CheckpointValue.WholeNumber(cursor.ReadUInt16())); return true;
            case PickleCode.Long1: PushInteger(cursor.ReadByte()); return true;
            case PickleCode.Long4: PushInteger(cursor.ReadInt32()); return true;
            case PickleCode.Int: PushIntLine(cursor.TextLine()); return true;
            case PickleCode.Long: PushInteger(cursor.TextLine().TrimEnd('L')); return true;
            case PickleCode.Float: PushReal(cursor.TextLine()); return true;
            case PickleCode.BinFloat:
                Push(new CheckpointValue.Real(BinaryPrimitives.ReadDoubleBigEndian(cursor.Next(8))));
                return true;
            default: return false;
        }
    }

    private bool RunText(PickleCode code)
    {
        switch (code)
        {
            case PickleCode.ShortBinUnicode: PushText(cursor.ReadByte(), Encoding.UTF8); return true;
            case PickleCode.BinUnicode: PushText(cursor.ReadUInt32(), Encoding.UTF8); return true;
            case PickleCode.BinUnicode8: PushText(cursor.ReadLength(), Encoding.UTF8); return true;
            case PickleCode.ShortBinString: PushText(cursor.ReadByte(), Encoding.Latin1); return true;
            case PickleCode.BinString: PushText(cursor.ReadUInt32(), Encoding.Latin1); return true;
            case PickleCode.String:
                Push(
                new CheckpointValue.Text(PickledText.Quoted(cursor.Line()) ?? throw Fault("a text has no quotes")));
                return true;
            case PickleCode.Unicode: Push(new CheckpointValue.Text(PickledText.Escaped(cursor.Line()))); return true;
            case PickleCode.ShortBinBytes: PushBytes(cursor.ReadByte()); return true;
            case PickleCode.BinBytes: PushBytes(cursor.ReadUInt32()); return true;
            case PickleCode.BinBytes8 or PickleCode.ByteArray8: PushBytes(cursor.ReadLength()); return true;
            default: return false;
        }
    }

    private void PushInteger(int length)
    {
        if (length < 0)
            throw Fault("an integer has a length below 0");
        if (length > LongestInteger)
        {
            cursor.Skip(length);
            Push(new CheckpointValue.Opaque("int"));
        }
        else
        {
            Push(Integer(new BigInteger(cursor.Bytes(length), isUnsigned: false, isBigEndian: false)));
        }
    }

    private void PushInteger(string text)
    {
        if (text.Length > LongestInteger)
            Push(new CheckpointValue.Opaque("int"));
        else if (BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            Push(Integer(value));
        else
            throw Fault("an integer is no number");
    }

    private static CheckpointValue Integer(BigInteger value) => value >= long.MinValue && value <= long.MaxValue
        ? new CheckpointValue.WholeNumber((long)value)
        : new PickledInteger(value);

    /// <summary>Protocols 0 and 1 write true as 01 and false as 00.</summary>
    private void PushIntLine(string line)
    {
        if (line is "00" or "01")
            Push(new CheckpointValue.Flag(line == "01"));
        else
            PushInteger(line);
    }

    private void PushReal(string line) => Push(line switch
    {
        "inf" => new CheckpointValue.Real(double.PositiveInfinity),
        "-inf" => new CheckpointValue.Real(double.NegativeInfinity),
        "nan" => new CheckpointValue.Real(double.NaN),
        _ => InvariantNumber.TryParse(line, NumberStyles.Float, out double value)
            ? new CheckpointValue.Real(value)
            : throw Fault("a floating point number is none"),
    });

    private void PushText(long length, Encoding encoding)
    {
        if (length > LongestText)
        {
            cursor.Skip(length);
            Push(new CheckpointValue.Opaque("str"));
            return;
        }

        budget.Spend(length / PickleBudget.BytesOfAValue);
        Push(new CheckpointValue.Text(encoding.GetString(cursor.Bytes((int)length))));
    }

    private void PushBytes(long length)
    {
        if (length <= PickledBytes.Longest)
        {
            Push(new PickledBytes(cursor.Bytes((int)length)));
            return;
        }

        cursor.Skip(length);
        Push(new PickledBytes([]));
    }
}
