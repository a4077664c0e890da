using System.Runtime.Intrinsics;

namespace OptimizerDynamics.Networks;

/// <summary>The gradient of a stage's weights, by one of two kernels: which one is a matter of the shape alone, for it decides the order of
/// additions.</summary>
internal sealed unsafe class WeightGradient : IDisposable
{
    /// <summary>Planes of at most so many pixels are summed by outer products.</summary>
    private const int SmallPlane = 16;

    private readonly StageRun _run;
    private readonly nint _inputs, _outputs;
    private readonly float* _memory, _transposedInput, _transposedGradient, _sums;

    /// <summary>Memory for a stage.</summary>
    /// <param name="run">The stage.</param>
    public WeightGradient(StageRun run)
    {
        _run = run;
        var stage = run.Stage;
        IsOuter = stage.Height * stage.Width <= SmallPlane && stage.Inputs >= Lanes.Count / 2;
        (_inputs, _outputs) = IsOuter
            ? (OuterProductKernel.RoundUpInputs(stage.Inputs), OuterProductKernel.RoundUpOutputs(stage.Outputs))
            : (0, 0);
        nint pixels = stage.Height * stage.Width * run.Layout.BlockSize;
        var sums = IsOuter ? 9 * _inputs * _outputs : WeightGradientKernel.TileLength;
        _memory = Memory.Zeroed(pixels * (_inputs + _outputs) + sums);
        _transposedInput = _memory;
        _transposedGradient = _transposedInput + pixels * _inputs;
        _sums = _transposedGradient + pixels * _outputs;
    }

    private bool IsOuter { get; }

    private EngineStage Stage => _run.Stage;

    /// <summary>Computes it from the stage's input and the gradient by x.</summary>
    /// <param name="gradient">Receives it, [output][input][3][3].</param>
    public void Compute(float* gradient)
    {
        if (IsOuter)
            AddOuterProducts(gradient);
        else
            AddLanes(gradient);
    }

    /// <inheritdoc/>
    public void Dispose() => Memory.Free(_memory);

    private void AddLanes(float* gradient)
    {
        for (var output = 0; output < Stage.Outputs; output += 4)
        {
            for (var input = 0; input < Stage.Inputs; input += 2)
            {
                for (var ky = 0; ky < 3; ky++)
                    AddTile(output, input, ky, gradient);
            }
        }
    }

    /// <summary>Up to four outputs and two inputs, in one row of the window.</summary>
    private void AddTile(int output, int input, int ky, float* gradient)
    {
        Planes from = _run.Input, by = _run.Gradient!;
        int outputs = Math.Min(4, Stage.Outputs - output), inputs = Math.Min(2, Stage.Inputs - input);
        var (first, last) = (Math.Max(0, 1 - ky), Math.Min(Stage.Height, Stage.Height + 1 - ky)); // rows of the output
        var run = new GradientRun
        {
            OutputChannel = by.Channel,
            OutputRow = by.Row,
            InputChannel = from.Channel,
            InputRow = from.Row,
            Rows = Math.Max(0, last - first),
        };
        for (var block = 0; block < _run.Layout.Blocks; block++)
        {
            (run.Continues, run.Shift, run.Vectors) =
                (block > 0, _run.Layout.SizeOf(block), Lanes.RoundUp(_run.RowLength(block)) / Lanes.Count);
            WeightGradientKernel.Add(
                run, by.At(block, output) + first * by.Row, from.At(block, input) + (first + ky - 1) * from.Row, outputs, inputs, _sums);
        }

        var found = stackalloc float[24];
        for (var k = 0; k < 24; k += 4)
            Lanes.SumFour(_sums + k * Lanes.Count).Store(found + k);
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

    private void AddOuterProducts(float* gradient)
    {
        var sums = new Span<float>(_sums, checked((int)(9 * _inputs * _outputs)));
        sums.Clear();
        for (var block = 0; block < _run.Layout.Blocks; block++)
        {
            var (images, length) = (_run.Layout.SizeOf(block), _run.RowLength(block));
            _run.Input.Transpose(block, Stage.Inputs, Stage.Height, length, _transposedInput, _inputs);
            _run.Gradient!.Transpose(block, Stage.Outputs, Stage.Height, length, _transposedGradient, _outputs);
            for (var tap = 0; tap < 9; tap++)
                AddTap(tap, images);
        }

        for (var output = 0; output < Stage.Outputs; output++)
        {
            for (var input = 0; input < Stage.Inputs; input++)
            {
                for (var tap = 0; tap < 9; tap++)
                    *gradient++ = _sums[(tap * _outputs + output) * _inputs + input];
            }
        }
    }

    private void AddTap(int tap, int images)
    {
        int dy = tap / 3 - 1, dx = tap % 3 - 1;
        var (top, left) = (Math.Max(0, -dy), Math.Max(0, -dx));
        var run = new OuterRun
        {
            Outputs = _outputs,
            OutputPixel = images * _outputs,
            OutputRow = Stage.Width * images * _outputs,
            Inputs = _inputs,
            InputPixel = images * _inputs,
            InputRow = Stage.Width * images * _inputs,
            Rows = Math.Min(Stage.Height, Stage.Height - dy) - top,
            Columns = Math.Min(Stage.Width, Stage.Width - dx) - left,
            Images = images,
        };
        OuterProductKernel.Add(
            run, _transposedGradient + top * run.OutputRow + left * run.OutputPixel,
            _transposedInput + (top + dy) * run.InputRow + (left + dx) * run.InputPixel, _sums + tap * _outputs * _inputs);
    }
}
