#!/usr/bin/env python3
"""Plays policies that Saccade trained here and in the environments' originals, for the same seeds.

    python3 -m venv /tmp/envs
    /tmp/envs/bin/pip install 'gymnasium[box2d]==1.4.0' highway-env==1.12.1
    /tmp/envs/bin/python experiments/bench/transfer.py RUN... [--episodes 100] [--seed 10000]

Each RUN is a run directory (its best checkpoint).  Here `saccade eval` plays; there a reader in NumPy
alone does (examples/numpy_policy), with Gymnasium's or highway-env's own environment.  Actions are the
most likely ones.  Prints mean returns with 95% intervals (normal), and whether the interval of their
difference holds 0.
"""

import argparse
import json
import pathlib
import subprocess
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "examples"))

import play_in_gymnasium  # noqa: E402
import play_in_highway  # noqa: E402
from numpy_policy import Policy  # noqa: E402


def played_here(program, run, episodes, seed):
    command = [program, "eval", run, "--episodes", str(episodes), "--seed", str(seed), "--json"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return [episode["return"] for episode in report["per_episode"]]


def played_there(run, episodes, seed):
    policy = Policy(run)
    here = policy.env["id"] in play_in_gymnasium.GAMES
    module = play_in_gymnasium if here else play_in_highway
    return policy.env["id"], module.play(policy, episodes, seed)


def half_width(returns):
    return 1.96 * np.std(returns, ddof=1) / np.sqrt(len(returns))


def told(returns):
    mean, half = np.mean(returns), half_width(returns)
    return f"{mean:.2f} [{mean - half:.2f}, {mean + half:.2f}]"


def row(program, run, episodes, seed):
    env, theirs = played_there(run, episodes, seed)
    ours = played_here(program, run, episodes, seed)
    apart = abs(np.mean(ours) - np.mean(theirs))
    agree = apart <= np.hypot(half_width(ours), half_width(theirs)) + 1e-9
    return f"| `{env}` | {told(ours)} | {told(theirs)} | {'yes' if agree else 'no'} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("run", nargs="+")
    parser.add_argument("--episodes", type=int, default=100)
    parser.add_argument("--seed", type=int, default=10_000, help="of the first episode")
    parser.add_argument("--program", default=ROOT / "build/release/saccade")
    arguments = parser.parse_args()
    print("| environment | Saccade | original | agree |\n|---|---|---|---|")
    for run in arguments.run:
        print(row(arguments.program, run, arguments.episodes, arguments.seed), flush=True)


if __name__ == "__main__":
    main()
