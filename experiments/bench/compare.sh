#!/usr/bin/env bash
# Trains the same network by the same PPO with Saccade and with PyTorch, one after the other on this
# machine, and prints how many times faster Saccade is.
#
#   experiments/bench/compare.sh [--threads N] [options that both take: --entities 16 --width 64 ...]
#
# Saccade runs on N threads (default: the number of processors).  PyTorch runs on 1 and on 2 threads,
# with the last block computed for all tokens, as usual, and only for the agent's token, as in Saccade;
# its best figure counts.  SACCADE names the program, PYTHON the interpreter that has torch (Debian:
# python3-torch), PEER another script that takes the options of torch_peer.py.
set -euo pipefail

folder=$(cd "$(dirname "$0")" && pwd)
saccade=${SACCADE:-$folder/../../build/release/saccade}
python=${PYTHON:-/usr/bin/python3}
threads=$(nproc)
options=()
while [ $# -gt 0 ]; do
  case $1 in
    --threads) threads=${2:?--threads: a number is missing}; shift 2 ;;
    *) options+=("$1"); shift ;;
  esac
done

[ -x "$saccade" ] || { echo "error: $saccade is missing: build it with ./run, or set SACCADE" >&2; exit 2; }
"$python" -c 'import torch' 2>/dev/null ||
  { echo "error: $python has no torch: apt-get install python3-torch, or set PYTHON" >&2; exit 2; }

# The OpenBLAS of Debian 12 does not recognise the newest processors and falls back to old kernels.
if grep -qw avx512f /proc/cpuinfo; then export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-SkylakeX}; fi

rate() { "$python" -c 'import json, sys; print(round(json.load(sys.stdin)["env_steps_per_second"]))'; }

ours=$("$saccade" bench train --json --threads "$threads" ${options[@]+"${options[@]}"} | rate)
echo "saccade, $threads threads:  $ours environment steps per second"
best=0
for count in 1 2; do
  for mode in "" --readout-only; do
    theirs=$("$python" "${PEER:-$folder/torch_peer.py}" $mode --json --threads "$count" \
      ${options[@]+"${options[@]}"} | rate)
    echo "torch, $count thread(s) $mode:   $theirs environment steps per second"
    if [ "$theirs" -gt "$best" ]; then best=$theirs; fi
  done
done
"$python" -c "print(f'ratio: {$ours / $best:.2f}')"
