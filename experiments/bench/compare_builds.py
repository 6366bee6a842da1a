#!/usr/bin/env python3
"""Measures how fast one build of Saccade is beside another.

    experiments/bench/compare_builds.py OLD NEW [--runs 9] [--threads N | --threads M:N] [CASE...]

OLD and NEW are two saccade programs; with M:N the old one has M threads and the new one N, so that a
program can be compared with itself.  Each run measures a case with both, one right after the other, in
turns of who is first.  Prints, for each case, the median of both, the median of the runs' ratios NEW /
OLD, and the lowest and highest ratio.  A ratio above 1: NEW is faster.  Only the standard library is used.
"""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

# What trains on random observations, by the options of `bench train`: environment steps per second.
BENCHES = {
    "4-entities": ["--entities", "4"],
    "16-entities": [],
    "64-entities": ["--entities", "64"],
    "wide": ["--width", "128", "--blocks", "2", "--iterations", "2"],
}
# What is trained with a preset, from the start of the process to its end, and for how many steps.
PRESETS = {"forage": 200_000, "cartpole": 100_000}


def bench_rate(program, options, threads):
    command = [program, "bench", "train", "--json", "--threads", str(threads), *options]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(result.stdout)["env_steps_per_second"]


def training_rate(program, preset, threads):
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "train", preset, "--steps", str(PRESETS[preset]), "--seed", "1",
                   "--threads", str(threads), "--out", os.path.join(folder, "run")]
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return PRESETS[preset] / (time.perf_counter() - start)


def measure(program, case, threads):
    if case in BENCHES:
        return bench_rate(program, BENCHES[case], threads)
    return training_rate(program, case, threads)


def compare(programs, case, runs, threads):
    rates = {"old": [], "new": []}
    for run in range(runs):
        for name in ("old", "new") if run % 2 == 0 else ("new", "old"):
            rates[name].append(measure(programs[name], case, threads[name]))
    ratios = [new / old for old, new in zip(rates["old"], rates["new"])]
    medians = [statistics.median(rates[name]) for name in ("old", "new")]
    print(f"{case:12} {medians[0]:12,.0f} {medians[1]:12,.0f} {statistics.median(ratios):9.3f} "
          f"   {min(ratios):.3f} to {max(ratios):.3f}", flush=True)


def threads_of_both(text):
    old, _, new = str(text).partition(":")
    return {"old": int(old), "new": int(new or old)}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--threads", type=threads_of_both, default=threads_of_both(os.cpu_count()))
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {[*BENCHES, *PRESETS]}")
    arguments = parser.parse_intermixed_args()
    if unknown := set(arguments.cases) - {*BENCHES, *PRESETS}:
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    print(f"{'case':12} {'old steps/s':>12} {'new steps/s':>12} {'new / old':>9}    range")
    for case in arguments.cases or [*BENCHES, *PRESETS]:
        compare({"old": arguments.old, "new": arguments.new}, case, arguments.runs, arguments.threads)


if __name__ == "__main__":
    main()
