#!/usr/bin/env bash
# Writes docs/environments.md from what `saccade envs --markdown` prints.
#
#   docs/make_environments.sh [PAGE]        the page
#   docs/make_environments.sh --pictures    the page, and each environment's picture, played at random
#
# SACCADE names the program (default: build/release/saccade).  Run it after an environment has changed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${SACCADE:-$root/build/release/saccade}
[ -x "$program" ] || { echo "error: $program is missing: build it with ./run, or set SACCADE" >&2; exit 2; }

# The step that a picture shows: of random play, before it goes wrong.
step_of() {
  case $1 in
    relay | treasure-hunt | sorter) echo 0 ;;
    matching-balls) echo 1 ;;
    intersection | highway | merge) echo 3 ;;
    cherry-pick) echo 6 ;;
    acrobot | bipedal-walker* | mountain-car* | lunar-lander*) echo 40 ;;
    hide-and-seek) echo 130 ;;
    *) echo 12 ;;
  esac
}

make_picture() {
  local id=$1 frames=$root/build/pictures/$1 step limit=()
  step=$(step_of "$id")
  [ "$step" = 0 ] || limit=(--set "wrap.time_limit=$((step + 1))")  # Not all of a long episode.
  rm -rf "$frames"
  "$program" watch "$id" --record "$frames" --size 960x540 --seed 1 "${limit[@]}" > /dev/null
  local pictures=("$frames"/*.png)
  [ "$step" -lt ${#pictures[@]} ] || step=$((${#pictures[@]} - 1))
  # Without the panel at the side.
  ffmpeg -loglevel error -y -i "${pictures[$step]}" -vf crop=706:540:0:0 "$root/docs/environments/$id.png"
}

# The README's picture: twelve of them.
make_mosaic() {
  local shown=(forage crowd-nav sorter bipedal-walker-hardcore relay box-world intersection couriers
    cherry-pick tag lunar-lander hide-and-seek) inputs=() filter="" places="" stack="" i
  for i in "${!shown[@]}"; do
    inputs+=(-i "$root/docs/environments/${shown[$i]}.png")
    filter+="[$i]scale=353:270[v$i];"
    stack+="[v$i]"
    places+="$((i % 4 * 357))_$((i / 4 * 274))|"
  done
  ffmpeg -loglevel error -y "${inputs[@]}" -filter_complex \
    "$filter${stack}xstack=inputs=${#shown[@]}:layout=${places%|}:fill=0x0d1117" \
    -frames:v 1 "$root/docs/environments.png"
}

if [ "${1:-}" = --pictures ]; then
  shift
  mkdir -p "$root/docs/environments"
  "$program" envs | sed '/^$/,$d; s/ .*//' | while read -r id; do make_picture "$id" < /dev/null; done
  make_mosaic
fi

page=${1:-$root/docs/environments.md}
{
  cat << 'INTRODUCTION'
# Environments

<!-- Written by docs/make_environments.sh from `saccade envs --markdown`. Do not edit. -->

An environment is a simulated world in which agents act. This page describes those that ship with Saccade, as
`saccade envs ENV` does in the terminal. An option is set with `--set env.OPTION=VALUE`, a
[wrapper](wrappers.md) changes what agents see or how they act. Any of them is trained with
`saccade train ENV`, tried with the keyboard by `saccade play ENV`, and shown in play by `saccade watch ENV`.
What trained policies reach is on the page of [results](results.md), how environments compare with the programs they are
taken from on the page of [parity](parity.md), how to write your own on
[its own page](writing-environments.md).

INTRODUCTION
  "$program" envs --markdown
} > "$page.new"
mv "$page.new" "$page"
echo "wrote $page"
