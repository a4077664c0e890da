namespace OptimizerDynamics.Checkpoints;

/// <summary>Reads a pickle: a machine with a stack and a memo, which puts lists, dictionaries, numbers and texts together and calls
/// nothing.</summary>
/// <remarks>
/// <para>The language is that of Python's <c>pickletools</c>, protocols 0 to 5. In Python's own machine a name becomes a function and
/// REDUCE calls it; here it stays a name, and what it stands for is looked up (<see cref="IPickleVocabulary"/>).</para>
/// <para>A value that is built is the value that the tree has, so nothing is copied and nothing walked, however deep it is.</para>
/// </remarks>
/// <param name="cursor">Where the pickle is.</param>
/// <param name="vocabulary">What names stand for.</param>
/// <param name="budget">How much may be read.</param>
internal sealed partial class PickleMachine(PickleCursor cursor, IPickleVocabulary vocabulary, PickleBudget budget)
{
    private readonly List<CheckpointValue> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly List<CheckpointValue?> _memo = [];

    /// <summary>Reads up to the pickle's end; the cursor then stands behind it.</summary>
    /// <returns>What it holds.</returns>
    /// <exception cref="CheckpointFileException">It is damaged, or names what is not known.</exception>
    public CheckpointValue Run()
    {
        while (true)
        {
            budget.Spend(1);
            var code = (PickleCode)cursor.ReadByte();
            if (code == PickleCode.Stop)
                return Pop();
            if (!(RunNumber(code) || RunText(code) || RunContainer(code) || RunMemo(code) || RunCall(code)))
                throw Fault($"there is no instruction 0x{(byte)code:x2}");
        }
    }

    private CheckpointFileException Fault(string problem) =>
        cursor.File.Fault($"is damaged: in its pickle, before byte {cursor.Position}, {problem}.");

    private void Push(CheckpointValue value) => _stack.Add(value);

    private CheckpointValue Pop()
    {
        var value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    /// <summary>The value on top, which a mark does not cover.</summary>
    private CheckpointValue Top() => _stack.Count > (_marks.Count > 0 ? _marks.Peek() : 0)
        ? _stack[^1]
        : throw Fault("a value is taken from an empty stack");

    /// <summary>Takes all that was pushed since the last mark.</summary>
    private CheckpointValue[] PopToMark()
    {
        if (!_marks.TryPop(out var mark))
            throw Fault("there is no mark on the stack");
        var values = new CheckpointValue[_stack.Count - mark];
        _stack.CopyTo(mark, values, 0, values.Length);
        _stack.RemoveRange(mark, values.Length);
        return values;
    }

    private string PopText() => Pop() is CheckpointValue.Text text ? text.Value : throw Fault("a name is no text");

    private bool RunContainer(PickleCode code)
    {
        switch (code)
        {
            case PickleCode.Mark: _marks.Push(_stack.Count); return true;
            case PickleCode.Pop: PopAny(); return true;
            case PickleCode.PopMark: PopToMark(); return true;
            case PickleCode.Duplicate: Push(Top()); return true;
            case PickleCode.EmptyTuple: Push(new CheckpointValue.Sequence([])); return true;
            case PickleCode.Tuple1: PushTuple(1); return true;
            case PickleCode.Tuple2: PushTuple(2); return true;
            case PickleCode.Tuple3: PushTuple(3); return true;
            case PickleCode.Tuple or PickleCode.FrozenSet: Push(new CheckpointValue.Sequence(PopToMark())); return true;
            case PickleCode.EmptyList or PickleCode.EmptySet: Push(PickledContainers.List([])); return true;
            case PickleCode.List: Push(PickledContainers.List(PopToMark())); return true;
            case PickleCode.EmptyDict: Push(PickledContainers.Map()); return true;
            case PickleCode.Dict: RunDict(); return true;
            case PickleCode.Append: Add([Pop()]); return true;
            case PickleCode.Appends or PickleCode.AddItems: Add(PopToMark()); return true;
            case PickleCode.SetItem: RunSetItem(); return true;
            case PickleCode.SetItems: Set(PopToMark()); return true;
            default: return false;
        }
    }

    /// <summary>POP takes a mark where one is on top.</summary>
    private void PopAny()
    {
        if (_marks.Count == 0 || _marks.Peek() < _stack.Count)
            Pop();
        else
            _marks.Pop();
    }

    private void PushTuple(int count)
    {
        var items = new CheckpointValue[count];
        for (var i = count - 1; i >= 0; i--)
            items[i] = Pop();
        Push(new CheckpointValue.Sequence(items));
    }

    private void RunDict()
    {
        var values = PopToMark();
        Push(PickledContainers.Map());
        Set(values);
    }

    private void RunSetItem()
    {
        var value = Pop();
        Set([Pop(), value]);
    }

    /// <summary>Appends to the list on top. What a skipped object is given is skipped with it.</summary>
    private void Add(CheckpointValue[] values)
    {
        if (!PickledContainers.TryAdd(Top(), values))
            throw Fault("something is appended to what is no list");
    }

    /// <summary>Sets keys, each followed by its value, of the dictionary on top.</summary>
    private void Set(CheckpointValue[] keysAndValues)
    {
        if (keysAndValues.Length % 2 != 0)
            throw Fault("a key has no value");
        if (!PickledContainers.TrySet(Top(), keysAndValues))
            throw Fault("a key is set of what is no dictionary");
    }

    private bool RunMemo(PickleCode code)
    {
        switch (code)
        {
            case PickleCode.Put: Put(Index(cursor.TextLine())); return true;
            case PickleCode.BinPut: Put(cursor.ReadByte()); return true;
            case PickleCode.LongBinPut: Put(cursor.ReadUInt32()); return true;
            case PickleCode.Memoize: Put(_memo.Count); return true;
            case PickleCode.Get: Push(Remembered(Index(cursor.TextLine()))); return true;
            case PickleCode.BinGet: Push(Remembered(cursor.ReadByte())); return true;
            case PickleCode.LongBinGet: Push(Remembered(cursor.ReadUInt32())); return true;
            default: return false;
        }
    }

    private long Index(string line) => line.Length < 12 && long.TryParse(line, out var index) && index >= 0
        ? index
        : throw Fault("a place in the memo is no number");

    /// <summary>Python numbers what it remembers one after another, from 0 or 1. A place beyond what the pickle has bytes for
    /// would only make the memo large.</summary>
    private void Put(long index)
    {
        if (index > budget.Spent + byte.MaxValue)
            throw Fault($"place {index} of the memo is used, which is more than it can have filled");
        while (_memo.Count <= index)
            _memo.Add(null);
        _memo[(int)index] = Top();
    }

    private CheckpointValue Remembered(long index) => index < _memo.Count && _memo[(int)index] is { } value
        ? value
        : throw Fault($"place {index} of the memo is empty");
}
