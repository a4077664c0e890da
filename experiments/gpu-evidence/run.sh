#!/usr/bin/env bash
# Runs the GPU evidence with the libtorch of an existing PyTorch, and writes reports/gpu.
#
#   experiments/gpu-evidence/run.sh [OPTIONS OF gpu-evidence]
#
# libtorch is the one that OPTDYN_LIBTORCH names, or else that of the python3 on the PATH. Where that is not a PyTorch 2.10, for which
# TorchSharp is made, set OPTDYN_LIBTORCH_VERSION=any to try it all the same: the first checks compare it with plain loops.
# On a machine without .NET, name in GPU_EVIDENCE a folder that was published elsewhere with
#
#   dotnet publish -c Release -r linux-x64 --self-contained -p:TorchRuntime=external -o FOLDER tests/OptimizerDynamics.GpuEvidence
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

if [ -z "${OPTDYN_LIBTORCH:-}" ]; then
    if ! OPTDYN_LIBTORCH=$(python3 -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))' 2>/dev/null); then
        echo 'run.sh: found no PyTorch: set OPTDYN_LIBTORCH to the torch/lib folder of one, or put its python3 on the PATH.' >&2
        exit 2
    fi
    export OPTDYN_LIBTORCH
fi

# The order of the devices is then the one that nvidia-smi knows.
export CUDA_DEVICE_ORDER=${CUDA_DEVICE_ORDER:-PCI_BUS_ID}

options=("$@")
case " $* " in
*' --out'*) ;;
*) options+=(--out "$root/reports/gpu") ;;
esac

if [ -n "${GPU_EVIDENCE:-}" ]; then
    exec "$GPU_EVIDENCE/gpu-evidence" "${options[@]}"
fi

if [ -n "$(git -C "$root" status --porcelain -- . ':!reports' 2>/dev/null)" ]; then
    options+=(--local-changes)
fi
exec dotnet run -c Release --project "$root/tests/OptimizerDynamics.GpuEvidence" -p:TorchRuntime=external -- "${options[@]}"
