using System.Collections.Frozen;

namespace OptimizerDynamics.Checkpoints;

/// <summary>
/// The classes and functions that real checkpoints name and that say nothing of tensors. They become <see cref="CheckpointValue.Opaque"/>.
/// </summary>
/// <remarks>None of them is run either. They are listed so that a file which names anything else is refused: such a file is a whole
/// model, which holds no weights that could be found without its code, or an attack on who reads it with Python.</remarks>
internal static class HarmlessNames
{
    private static readonly FrozenSet<string> _names = FrozenSet.Create(
        StringComparer.Ordinal,
        "argparse.Namespace", "types.SimpleNamespace", "functools.partial",
        "builtins.int", "builtins.float", "builtins.str", "builtins.bool", "builtins.bytes", "builtins.bytearray", "builtins.complex",
        "builtins.object", "builtins.range", "builtins.slice",
        "__builtin__.int", "__builtin__.long", "__builtin__.float", "__builtin__.str", "__builtin__.unicode", "__builtin__.bool",
        "__builtin__.bytearray", "__builtin__.complex", "__builtin__.object", "__builtin__.xrange", "__builtin__.slice",
        "_codecs.encode", "copyreg._reconstructor", "copy_reg._reconstructor",
        "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "datetime.timezone",
        "decimal.Decimal", "fractions.Fraction", "uuid.UUID", "uuid.SafeUUID",
        "numpy.dtype", "numpy.ndarray", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar",
        "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct",
        "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer",
        "numpy.bool_", "numpy.bool", "numpy.float16", "numpy.float32", "numpy.float64", "numpy.int8", "numpy.int16", "numpy.int32",
        "numpy.int64", "numpy.uint8", "numpy.uint16", "numpy.uint32", "numpy.uint64", "numpy.str_", "numpy.bytes_",
        "numpy.random._pickle.__randomstate_ctor", "numpy.random._pickle.__generator_ctor",
        "numpy.random._pickle.__bit_generator_ctor", "numpy.random._mt19937.MT19937", "numpy.random._pcg64.PCG64",
        "torch.device", "torch.Generator", "torch.Tensor", "torch.memory_format", "torch.torch_version.TorchVersion",
        "torch.serialization._get_layout", "torch.strided", "torch.sparse_coo", "torch.sparse_csr",
        "torch.per_tensor_affine", "torch.per_channel_affine", "torch.per_tensor_symmetric", "torch.per_channel_symmetric",
        "torch.per_channel_affine_float_qparams",
        "torch.nn.parameter.Buffer", "torch._utils._rebuild_sparse_tensor", "torch._utils._rebuild_sparse_csr_tensor",
        "torch._utils._rebuild_meta_tensor_no_storage", "torch._utils._rebuild_device_tensor_from_numpy",
        "torch._utils._rebuild_nested_tensor", "torch._utils._rebuild_wrapper_subclass",
        "easydict.EasyDict", "addict.addict.Dict", "yacs.config.CfgNode", "fvcore.common.config.CfgNode",
        "detectron2.config.config.CfgNode", "ml_collections.config_dict.config_dict.ConfigDict", "mmcv.utils.config.ConfigDict",
        "mmengine.config.config.ConfigDict", "mmengine.logging.history_buffer.HistoryBuffer",
        "pytorch_lightning.utilities.parsing.AttributeDict", "lightning_fabric.utilities.data.AttributeDict",
        "lightning.fabric.utilities.data.AttributeDict");

    /// <summary>Modules whose classes, which begin with a capital letter, are settings, paths, schedules or a trainer's state.</summary>
    private static readonly string[] _modulesOfClasses =
    [
        "pathlib", "omegaconf", "typing", "numpy.dtypes", "torch.optim", "torch.cuda.amp", "torch.amp",
        "pytorch_lightning.callbacks", "lightning.pytorch.callbacks", "pytorch_lightning.trainer.states",
        "lightning.pytorch.trainer.states",
        "transformers.training_args", "transformers.trainer_utils", "transformers.trainer_callback",
    ];

    /// <summary>Whether a class or a function is one of them.</summary>
    /// <param name="module">Its module.</param>
    /// <param name="name">Its name.</param>
    public static bool Contain(string module, string name) => _names.Contains($"{module}.{name}")
        || name.Length > 0 && char.IsAsciiLetterUpper(name[0]) && !name.Contains('.', StringComparison.Ordinal)
        && _modulesOfClasses.Any(known => module == known || module.StartsWith(known + ".", StringComparison.Ordinal));
}
