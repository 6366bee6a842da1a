#!/usr/bin/env bash
# Measures what each kind of attention, and each option around it, learns on forage in the same number of steps.
#
#   experiments/bench/family.sh [--seeds "1 2 3"] [--steps 1000000] [--episodes 100] [--jobs CORES]
#                               [--out DIR] [VARIANT...]
#
# Every variant has one self-attention block before the readout.  Trains --jobs runs at a time, each
# on one thread.  Runs that are complete in DIR are not trained again; interrupted ones are continued.
# Evaluates on episodes with seeds 0, 1, ...  Prints the mean return over the training seeds with its
# 95% interval (Student's t), food and poison eaten per episode, and steps per second.  Without
# VARIANT: all of them.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${SACCADE:-build/release/saccade}

# variant: the keys that make it.
declare -A keys=(
  [dot_product]=""
  [additive]="policy.attention.kind=additive"
  [linear]="policy.attention.kind=linear"
  [top_k]="policy.attention.kind=top_k policy.attention.k=4"
  [local]="policy.attention.kind=local policy.attention.neighbours=8"
  [cosine]="policy.attention.kind=cosine"
  [unscaled]="policy.attention.scale=false"
  [pair_bias]="policy.attention.pair_bias=true"
  [pair_value]="policy.attention.pair_value=true"
  [pair_both]="policy.attention.pair_bias=true policy.attention.pair_value=true"
  [mlp_embedding]="policy.embedding=mlp"
  [dropout]="policy.attention.dropout=0.1"
  [fourier]="policy.position=fourier"
  [sinusoidal]="policy.position=sinusoidal"
  [learned_index]="policy.position=learned_index"
  [readout_alone]="policy.attention.self_blocks=0"
  [mean_pool]="policy.encoder=mean_pool"
  [blind]="env.entities=false"
  [rays_joint]="env.entities=false env.rays=24"
  [rays_cross]="env.entities=false env.rays=24 policy.fusion=cross"
  [image_joint]="env.entities=false env.image=true"
  [image_cross]="env.entities=false env.image=true policy.fusion=cross"
  [all_joint]="env.rays=24 env.image=true"
  [all_cross]="env.rays=24 env.image=true policy.fusion=cross"
)
order="dot_product additive linear top_k local cosine unscaled pair_bias pair_value pair_both
       mlp_embedding dropout fourier sinusoidal learned_index readout_alone mean_pool blind rays_joint rays_cross image_joint
       image_cross all_joint all_cross"

seeds="1 2 3"
steps=1000000
episodes=100
jobs=$(nproc)
out=""
variants=()
while [ $# -gt 0 ]; do
  case "$1" in
    --seeds) seeds=$2; shift 2 ;;
    --steps) steps=$2; shift 2 ;;
    --episodes) episodes=$2; shift 2 ;;
    --jobs) jobs=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    -h|--help) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) echo "error: unknown option $1" >&2; exit 2 ;;
    *) [ -n "${keys[$1]+set}" ] || { echo "error: found variant $1, wanted one of" $order >&2; exit 2; }
       variants+=("$1"); shift ;;
  esac
done
[ ${#variants[@]} -gt 0 ] || read -ra variants <<<"$(echo $order)"
[ -n "$out" ] || out=$(mktemp -d)

# number NAME <<< JSON: the value of a key.
number() { sed -n "s/.*\"$1\": *\(-\{0,1\}[0-9.e+-]*\).*/\1/p"; }

# is_trained RUN: through all steps.
is_trained() {
  [ -f "$1/summary.json" ] && [ "$(tr -d '\n' <"$1/summary.json" | number steps)" -ge "$steps" ]
}

# train VARIANT SEED: into $out/VARIANT-SEED.
train() {
  local sets=(--set policy.attention.self_blocks=1) key run=$out/$1-$2
  if [ -d "$run" ]; then
    "$program" train --resume "$run" --steps "$steps" --threads 1 --quiet
    return
  fi
  for key in ${keys[$1]}; do sets+=(--set "$key"); done
  "$program" train forage "${sets[@]}" --seed "$2" --steps "$steps" --threads 1 --set eval.every=0 \
    --set eval.episodes=1 --out "$run" --quiet
}

pids=()
for variant in "${variants[@]}"; do
  for seed in $seeds; do
    ! is_trained "$out/$variant-$seed" || continue
    [ "$(jobs -rp | wc -l)" -lt "$jobs" ] || wait -n || true
    train "$variant" "$seed" & pids+=($!)
  done
done
for pid in "${pids[@]}"; do wait "$pid"; done # A run that failed ends the script here.

printf '%-14s%10s%18s%8s%8s%10s\n' variant return "95% interval" food poison steps/s
for variant in "${variants[@]}"; do
  for seed in $seeds; do
    run=$out/$variant-$seed
    json=$("$program" eval "$run" --episodes "$episodes" --seed 0 --json | tr -d '\n')
    json=${json%%\"per_episode\"*}
    echo "$(number return_mean <<<"$json") $(number food_eaten <<<"$json")" \
      "$(number poison_eaten <<<"$json")" \
      "$(awk -F, 'NR == 1 { for (i = 1; i <= NF; ++i) if ($i ~ /steps_per_second/) c = i }
                  NR > 1 { sum += $c; ++n } END { print n ? sum / n : 0 }' "$run/metrics.csv")"
  done | awk -v name="$variant" '
    { r += $1; rr += $1 * $1; food += $2; poison += $3; speed += $4; ++n }
    END {
      split("12.706 4.303 3.182 2.776 2.571 2.447 2.365 2.306 2.262", t, " ")
      mean = r / n
      variance = rr / n - mean * mean
      if (variance < 0) variance = 0
      half = n > 1 ? (n - 1 in t ? t[n - 1] : 1.96) * sqrt(variance / (n - 1)) : 0
      printf "%-14s%10.2f%18s%8.2f%8.2f%10.0f\n", name, mean,
        sprintf("[%.2f, %.2f]", mean - half, mean + half), food / n, poison / n, speed / n
    }'
done
echo "runs are in $out"
