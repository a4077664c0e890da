namespace OptimizerDynamics.Checkpoints;

internal sealed partial class PickleMachine
{
    private bool RunCall(PickleCode code)
    {
        switch (code)
        {
            case PickleCode.Protocol: RunProtocol(); return true;
            case PickleCode.Frame: RunFrame(); return true;
            case PickleCode.Global: Push(vocabulary.Find(cursor.TextLine(), cursor.TextLine())); return true;
            case PickleCode.StackGlobal: RunStackGlobal(); return true;
            case PickleCode.Reduce: RunReduce(); return true;
            case PickleCode.NewObject: RunReduce(); return true;
            case PickleCode.NewObjectWithKeywords: Pop(); RunReduce(); return true;
            case PickleCode.Instance: RunInstance(); return true;
            case PickleCode.Object: RunObject(); return true;
            case PickleCode.Build: RunBuild(); return true;
            case PickleCode.BinPersistentId: Push(vocabulary.Persistent(Pop())); return true;
            case PickleCode.PersistentId: Push(vocabulary.Persistent(new CheckpointValue.Text(cursor.TextLine()))); return true;
            case PickleCode.Extension1 or PickleCode.Extension2 or PickleCode.Extension4:
                throw Fault("an object is named by a number that only the program that wrote it knows");
            case PickleCode.NextBuffer or PickleCode.ReadOnlyBuffer:
                throw Fault("bytes are said to stand outside of it");
            default: return false;
        }
    }

    private void RunProtocol()
    {
        const int Newest = 5;
        if (cursor.ReadByte() is > Newest and var protocol)
            throw Fault($"it says that it is of protocol {protocol}, and {Newest} is the newest");
    }

    private void RunFrame()
    {
        if (cursor.ReadLength() is var length && length > cursor.Remaining)
            throw Fault($"a frame of {length} bytes begins, and {cursor.Remaining} follow");
    }

    private void RunStackGlobal()
    {
        var name = PopText();
        Push(vocabulary.Find(PopText(), name));
    }

    /// <summary>What a call stands for, and what a new object does: for none of them is anything run.</summary>
    private void RunReduce()
    {
        var arguments = Pop();
        Push(Call(Pop(), arguments is CheckpointValue.Sequence sequence ? sequence.Items : throw Fault("a call has no arguments")));
    }

    private void RunInstance()
    {
        var global = vocabulary.Find(cursor.TextLine(), cursor.TextLine());
        Push(Call(global, PopToMark()));
    }

    private void RunObject()
    {
        var values = PopToMark();
        Push(values.Length > 0 ? Call(values[0], values[1..]) : throw Fault("an object is made of nothing"));
    }

    private CheckpointValue Call(CheckpointValue called, IReadOnlyList<CheckpointValue> arguments) => called is PickledGlobal global
        ? vocabulary.Call(global, arguments)
        : throw Fault("what is called is neither a class nor a function");

    /// <summary>BUILD gives an object its attributes: those of a state dict are its version's, and of others nothing is asked.</summary>
    private void RunBuild()
    {
        var state = Pop();
        vocabulary.Build(Top(), state);
    }
}
