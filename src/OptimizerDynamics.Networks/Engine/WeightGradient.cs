using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>The gradient of a stage's weights, by one of two kernels: which one is a matter of the shape alone, for it decides the order of
/// additions.</summary>
internal sealed unsafe class WeightGradient : IDisposable
{
    /// <summary>Planes of at most so many pixels are summed by outer products.</summary>
    private const int SmallPlane = 16;

    /// <summary>Bytes of a tile's rows that its passes run over before they go on. Measured with a first-level cache of 32 KiB: three
    /// quarters of the time on planes of 16 × 16 pixels, against all rows in each pass; half and twice as many cost 2 to 10 %.</summary>
    private const int ReadAtOnce = 40 * 1024;

    private readonly StageRun _run;
    private readonly bool _isOuter;
    private readonly int _rowsAtOnce;
    private readonly nint _inputs, _outputs, _inputBlock;
    private readonly float* _memory, _transposedInput, _transposedGradient, _sums;

    /// <summary>Memory for a stage.</summary>
    /// <param name="run">The stage.</param>
    public WeightGradient(StageRun run)
    {
        _run = run;
        var stage = run.Stage;
        _isOuter = IsOuter(stage);
        (_inputs, _outputs) = _isOuter
            ? (OuterProductKernel.RoundUpInputs(stage.Inputs), OuterProductKernel.RoundUpOutputs(stage.Outputs))
            : (0, 0);
        nint pixels = stage.Height * stage.Width * run.Layout.BlockSize;
        _inputBlock = pixels * _inputs;
        _rowsAtOnce = (int)Math.Max(
            1, ReadAtOnce / ((Math.Min(4, stage.Outputs) + Math.Min(2, stage.Inputs)) * run.Input.Row * sizeof(float)));
        _memory = Memory.Zeroed(run.Layout.Blocks * _inputBlock + pixels * _outputs + 9 * _inputs * _outputs);
        _transposedInput = _memory;
        _transposedGradient = _transposedInput + run.Layout.Blocks * _inputBlock;
        _sums = _transposedGradient + pixels * _outputs;
    }

    /// <summary>Channels of a stage's output that stay together in one thread: those of a tile.</summary>
    /// <param name="stage">The stage.</param>
    public static int Group(EngineStage stage) => IsOuter(stage) ? 8 : 4;

    private EngineStage Stage => _run.Stage;

    /// <summary>Copies a part of the input's rows, where the kernel reads it with its channels side by side. All of them have to be there
    /// before <see cref="Compute"/>.</summary>
    /// <param name="part">The part, from 0.</param>
    /// <param name="parts">How many there are.</param>
    public void CopyInput(int part, int parts)
    {
        if (!_isOuter)
            return;
        var (first, end) = (Stage.Height * part / parts, Stage.Height * (part + 1) / parts);
        for (var block = 0; block < _run.Layout.Blocks; block++)
        {
            var length = _run.RowLength(block);
            _run.Input.Transpose(
                block, (0, Stage.Inputs), (first, end), length, _transposedInput + block * _inputBlock + first * length * _inputs, _inputs);
        }
    }

    /// <summary>Computes it from the stage's input and the gradient by x.</summary>
    /// <param name="share">The outputs whose gradients are computed; the gradient by their x has to be there.</param>
    /// <param name="gradient">Receives it, [output][input][3][3].</param>
    public void Compute(StageShare share, float* gradient)
    {
        if (_isOuter)
            AddOuterProducts(share, gradient);
        else
            AddLanes(share, gradient);
    }

    /// <inheritdoc/>
    public void Dispose() => Memory.Free(_memory);

    private static bool IsOuter(EngineStage stage) =>
        stage.Height * stage.Width <= SmallPlane && stage.Inputs >= Lanes.Count / 2;

    private void AddLanes(StageShare share, float* gradient)
    {
        for (var output = share.First; output < share.End; output += 4)
        {
            for (var input = 0; input < Stage.Inputs; input += 2)
                AddTiles(share, output, input, gradient);
        }
    }

    /// <summary>Up to four outputs and two inputs, in the three rows of the window: some rows of the planes after the other, so that they
    /// are read from the first-level cache in all but the first of the passes over them.</summary>
    private void AddTiles(StageShare share, int output, int input, float* gradient)
    {
        int outputs = Math.Min(4, share.End - output), inputs = Math.Min(2, Stage.Inputs - input);
        for (var block = 0; block < _run.Layout.Blocks; block++)
        {
            for (var row = 0; row < Stage.Height; row += _rowsAtOnce)
            {
                var end = Math.Min(Stage.Height, row + _rowsAtOnce);
                for (var ky = 0; ky < 3; ky++)
                    AddRows(share, (output, outputs), (input, inputs), ky, block, (row, end));
            }
        }

        var found = stackalloc float[24];
        for (var ky = 0; ky < 3; ky++)
        {
            var sums = share.Sums + ky * WeightGradientKernel.TileLength;
            for (var k = 0; k < 24; k += 4)
                Lanes.SumFour(sums + k * Lanes.Count).Store(found + k);
            for (var c = 0; c < outputs; c++)
            {
                for (var i = 0; i < inputs; i++)
                {
                    var to = gradient + ((nint)(output + c) * Stage.Inputs + input + i) * 9 + 3 * ky;
                    var at = found + (2 * c + i) * 3;
                    (to[0], to[1], to[2]) = (at[0], at[1], at[2]);
                }
            }
        }
    }

    /// <summary>Adds some rows of the output to the sums of a row of the window; the first rows begin them.</summary>
    private void AddRows(
        StageShare share, (int First, int Count) outputs, (int First, int Count) inputs, int ky, int block, (int First, int End) rows)
    {
        Planes from = _run.Input, by = _run.Gradient!;
        var isBeginning = block == 0 && rows.First == 0;
        var (first, end) = (Math.Max(rows.First, 1 - ky), Math.Min(rows.End, Stage.Height + 1 - ky));
        var run = new GradientRun
        {
            OutputChannel = by.Channel,
            OutputRow = by.Row,
            InputChannel = from.Channel,
            InputRow = from.Row,
            Rows = Math.Max(0, end - first),
            Continues = !isBeginning,
            Shift = _run.Layout.SizeOf(block),
            Vectors = Lanes.RoundUp(_run.RowLength(block)) / Lanes.Count,
        };
        if (run.Rows > 0 || isBeginning)
        {
            WeightGradientKernel.Add(
                run, by.At(block, outputs.First) + first * by.Row, from.At(block, inputs.First) + (first + ky - 1) * from.Row,
                outputs.Count, inputs.Count, share.Sums + ky * WeightGradientKernel.TileLength);
        }
    }

    private void AddOuterProducts(StageShare share, float* gradient)
    {
        if (share.Count == 0)
            return;
        for (var tap = 0; tap < 9; tap++)
            new Span<float>(_sums + (tap * _outputs + share.First) * _inputs, checked((int)(share.Count * _inputs))).Clear();
        for (var block = 0; block < _run.Layout.Blocks; block++)
        {
            _run.Gradient!.Transpose(
                block, (share.First, share.End), (0, Stage.Height), _run.RowLength(block), _transposedGradient, _outputs);
            for (var tap = 0; tap < 9; tap++)
                AddTap(share, tap, block);
        }

        gradient += (nint)share.First * Stage.Inputs * 9;
        var plane = _outputs * _inputs;
        for (var output = share.First; output < share.End; output++)
        {
            for (var input = 0; input < Stage.Inputs; input++, gradient += 9)
            {
                var sum = _sums + output * _inputs + input;
                for (var tap = 0; tap < 9; tap++, sum += plane)
                    gradient[tap] = *sum;
            }
        }
    }

    private void AddTap(StageShare share, int tap, int block)
    {
        nint images = _run.Layout.SizeOf(block), first = share.First;
        int dy = tap / 3 - 1, dx = tap % 3 - 1;
        var (top, left) = (Math.Max(0, -dy), Math.Max(0, -dx));
        var run = new OuterRun
        {
            Outputs = _outputs,
            Count = (int)OuterProductKernel.RoundUpOutputs(share.Count),
            OutputPixel = images * _outputs,
            OutputRow = Stage.Width * images * _outputs,
            Inputs = _inputs,
            InputPixel = images * _inputs,
            InputRow = Stage.Width * images * _inputs,
            Rows = Math.Min(Stage.Height, Stage.Height - dy) - top,
            Columns = Math.Min(Stage.Width, Stage.Width - dx) - left,
            Images = (int)images,
        };
        OuterProductKernel.Add(
            run, _transposedGradient + first + top * run.OutputRow + left * run.OutputPixel,
            _transposedInput + block * _inputBlock + (top + dy) * run.InputRow + (left + dx) * run.InputPixel,
            _sums + (tap * _outputs + first) * _inputs);
    }
}
