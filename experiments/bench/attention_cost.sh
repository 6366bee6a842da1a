#!/usr/bin/env bash
# Measures what each kind of attention costs for growing sets (saccade bench attention), prints the table,
# and plots it with gnuplot (Debian: gnuplot-nox).
#
#   experiments/bench/attention_cost.sh [PICTURE.svg] [options of saccade bench attention]
#
# SACCADE names the program.
set -euo pipefail
program=${SACCADE:-$(dirname "$0")/../../build/release/saccade}
picture=attention-cost.svg
case ${1:-} in "" | -*) ;; *) picture=$1; shift ;; esac
command -v gnuplot >/dev/null || { echo "error: gnuplot is missing: apt-get install gnuplot-nox" >&2; exit 2; }

table=$(mktemp)
trap 'rm -f "$table"' EXIT
"$program" bench attention "$@" | tee "$table"
kinds=$(awk 'NR > 1 && !seen[$1]++ { print $1 }' "$table" | xargs)
gnuplot <<GNUPLOT
set terminal svg size 760,480 font "DejaVu Sans,13" background "white" rounded
set output "$picture"
set logscale xy 2
set logscale y 10
set xlabel "entities in the set"
set ylabel "microseconds per set, forward and backward"
set xrange [7:4700]
set xtics (8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
set format y "10^{%L}"
set grid lc "#dddddd"
set border 3 lc "#666666"
set tics nomirror
set key left top reverse Left samplen 2
set style data linespoints
kinds = "$kinds"
array color[7] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#555555"]
plot for [i=1:words(kinds)] "< grep '^".word(kinds, i)." ' $table" using 2:3 lw 2 pt 7 ps 0.5 \
  lc rgb color[(i - 1) % 7 + 1] title word(kinds, i) noenhanced
GNUPLOT
echo "the plot is in $picture"
