#!/usr/bin/env python3
"""Plays policies where there are half, two and four times as many entities as they were trained with.

    saccade sweep experiments/studies/worlds.toml
    saccade sweep experiments/studies/counts.toml
    experiments/bench/counts.py runs/worlds runs/counts [--episodes 500]

The first folder holds policies trained with N entities, by several encoders; the second those that attention learned with
2N and 4N.  Every best checkpoint plays the same episodes, without randomised constants, and takes the most likely actions.
Prints, for each world and encoder, the mean score over seeds, and its share of the score of the policies that were trained
at that number.
"""
import argparse
import json
import pathlib
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENCODERS = ("dot_product", "max_pool", "mean_pool")
# Of half, two and four times as many: the options of the environment.
WORLDS = {
    "forage": [
        {"food_min": 2, "food_max": 4, "poison_min": 2, "poison_max": 4, "hunters_max": 1, "crates_max": 2},
        {"food_min": 6, "food_max": 16, "poison_min": 6, "poison_max": 16, "hunters_max": 4, "crates_max": 8},
        {"food_min": 12, "food_max": 32, "poison_min": 12, "poison_max": 32, "hunters_max": 8, "crates_max": 16},
    ],
    "minefield": [{"mines": 5}, {"mines": 20}, {"mines": 40}],
    "crowd-nav": [
        {"humans_min": 2, "humans_max": 2},
        {"humans_min": 10, "humans_max": 10},
        {"humans_min": 20, "humans_max": 20, "circle_radius": 6.0, "time_limit": 50.0},
    ],
}


def score(program, run, options, episodes):
    """The share of successes where the environment has them, else the mean return."""
    command = [program, "eval", run, "--episodes", str(episodes), "--json", "--set", "wrap.randomise=[]"]
    for name, value in options.items():
        command += ["--set", f"env.{name}={value}"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    if "success" in report["outcomes"]:
        return report["outcomes"]["success"] / report["episodes"]
    return report["return_mean"]


def mean_score(program, folder, options, episodes):
    runs = sorted(path.parent for path in folder.glob("*/config.toml"))
    if not runs:
        raise SystemExit(f"error: no run in {folder}")
    return statistics.mean(score(program, run, options, episodes) for run in runs)


def share(found, there):
    """Of a score that nobody reaches there is none."""
    return f" ({found / there:.0%})" if there > 0 else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("trained", type=pathlib.Path, help="runs of experiments/studies/worlds.toml")
    parser.add_argument("counts", type=pathlib.Path, help="runs of experiments/studies/counts.toml")
    parser.add_argument("--episodes", type=int, default=500)
    parser.add_argument("--program", default=ROOT / "build/release/saccade")
    arguments = parser.parse_args()
    print("| world | encoder | N/2 | N | 2N | 4N |\n|---|---|---|---|---|---|")
    for world, (half, twice, four_times) in WORLDS.items():
        known = [
            mean_score(arguments.program, arguments.counts / name / world, options, arguments.episodes)
            for name, options in (("twice", twice), ("four_times", four_times))
        ]
        for encoder in ENCODERS:
            scores = [
                mean_score(arguments.program, arguments.trained / encoder / world, options, arguments.episodes)
                for options in (half, {}, twice, four_times)
            ]
            shares = [share(found, there) for found, there in zip(scores[2:], known)]
            cells = [f"{found:.3g}" for found in scores]
            print(f"| `{world}` | `{encoder}` | {cells[0]} | {cells[1]} | {cells[2]}{shares[0]} | {cells[3]}{shares[1]} |")
        print(f"| | trained at that number | | | {known[0]:.3g} | {known[1]:.3g} |", flush=True)


if __name__ == "__main__":
    main()
