namespace OptimizerDynamics;

/// <summary>A setting that cannot be used: a framework does not have it, or it is missing, or it contradicts another.</summary>
public sealed class InvalidSettingException : Exception
{
    /// <summary>An exception without a message.</summary>
    public InvalidSettingException()
    {
    }

    /// <summary>An exception about no setting in particular.</summary>
    /// <param name="message">What is wrong, without a full stop.</param>
    public InvalidSettingException(string message)
        : base(message)
    {
    }

    /// <summary>An exception about no setting in particular.</summary>
    /// <param name="message">What is wrong, without a full stop.</param>
    /// <param name="cause">What it comes from.</param>
    public InvalidSettingException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>An exception about a setting.</summary>
    /// <param name="key">The setting's key; <c>optimizer</c> and <c>schedule</c> for those.</param>
    /// <param name="message">What is wrong, without a full stop.</param>
    public InvalidSettingException(string key, string message)
        : base(message)
    {
        Key = key;
    }

    /// <summary>The setting's key; empty for none in particular.</summary>
    public string Key { get; } = "";
}
