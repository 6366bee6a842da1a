#!/usr/bin/env bash
# Measures how well the presets learn: trains each one with several seeds, evaluates every run on the same
# episodes (seeds 0, 1, ...), and prints mean return, its 95% interval and the environment's counts.
#
#   experiments/bench/learning.sh [--seeds "1 2 3 4 5"] [--episodes 100] [--out DIR] [--set KEY=VALUE]... PRESET...
#
# --set changes a key of every preset named, as in `saccade train`.  The last line of each preset is the
# uniformly random policy on the same episodes.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${SACCADE:-build/release/saccade}

seeds="1 2 3 4 5"
episodes=100
out=""
presets=()
settings=() environment=()
while [ $# -gt 0 ]; do
  case "$1" in
    --seeds) seeds=$2; shift 2 ;;
    --episodes) episodes=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    --set)
      settings+=(--set "$2")
      case "$2" in env.* | wrap.*) environment+=(--set "$2") ;; esac
      shift 2 ;;
    -*) echo "error: unknown option $1" >&2; exit 2 ;;
    *) presets+=("$1"); shift ;;
  esac
done
[ ${#presets[@]} -gt 0 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
[ -n "$out" ] || out=$(mktemp -d)

# report LABEL EVAL-ARGUMENTS...: one line from `saccade eval --json`.
report() {
  local label=$1 json
  shift
  json=$("$program" eval "$@" --episodes "$episodes" --seed 0 --json | tr -d '\n')
  json=${json%%\"per_episode\"*}
  local number='-\{0,1\}[0-9.e+-]*'
  local mean low high counts
  mean=$(sed "s/.*\"return_mean\": *\($number\).*/\1/" <<<"$json")
  low=$(sed "s/.*\"return_ci95\": *\[ *\($number\).*/\1/" <<<"$json")
  high=$(sed "s/.*\"return_ci95\": *\[ *$number, *\($number\).*/\1/" <<<"$json")
  counts=$(sed -n 's/.*"counts": *{\([^}]*\)}.*/\1/p' <<<"$json" | tr -d '"')
  printf '%-28s return %10.2f  [%.2f, %.2f]  %s\n' "$label" "$mean" "$low" "$high" "$counts"
}

for preset in "${presets[@]}"; do
  for seed in $seeds; do
    run=$out/$preset-$seed
    "$program" train "$preset" --seed "$seed" --out "$run" --quiet "${settings[@]}"
    report "$preset seed $seed" "$run"
  done
  report "$preset random policy" "$preset" --policy random "${environment[@]}"
done
echo "runs are in $out"
