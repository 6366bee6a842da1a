#!/usr/bin/env bash
# Microseconds of one decision: by the exported header of a policy, and by Saccade's own Actor, on the
# same observations, for presets of several kinds; the processor's time of one thread.
#
#   experiments/bench/header_speed.sh [PRESET]...     cartpole, forage, minefield and sorter unless named
#
# SACCADE_CXX is the compiler of the headers (g++), SACCADE_CXXFLAGS its options (-O3 -march=native).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$root/build/release
cxx=${SACCADE_CXX:-g++} flags=${SACCADE_CXXFLAGS:--O3 -march=native}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -f "$build/build.ninja" ] || "$root/run" --version > /dev/null
ninja -C "$build" write_speed > /dev/null
[ $# -gt 0 ] || set -- cartpole forage minefield sorter
printf '%-20s %8s %12s %12s   (%s %s)\n' preset tokens header saccade "$cxx" "$flags"
for preset in "$@"; do
  "$build/tests/export_header/write_speed" "$preset" "$work"
  $cxx -std=c++17 $flags -I"$work" -I"$root/tests/export_header" "$work/$preset.cpp" -o "$work/$preset"
  header=$("$work/$preset" "$work/$preset.numbers")
  printf '%-20s %8s %9.2f us %9.2f us\n' "$preset" "$(cut -d' ' -f1 "$work/$preset.actor")" "$header" \
    "$(cut -d' ' -f2 "$work/$preset.actor")"
done
