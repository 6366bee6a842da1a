#!/usr/bin/env python3
"""Measures what a step of a Gymnasium environment costs in Saccade, beside Gymnasium's own loop.

    experiments/bench/gym_speed.py [ID]... [--rounds 3] [--seconds 2] [--program build/release/saccade]

Run it with the Python that has Gymnasium.  The rounds take turns; the figure is the median of the steps
per second of one environment with random actions, resets included: a loop of env.step in this Python, and
`saccade bench envs gym:ID`.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import gymnasium

ROOT = pathlib.Path(__file__).resolve().parents[2]


def own_rate(name, seconds):
    env = gymnasium.make(name, disable_env_checker=True)
    env.action_space.seed(0)
    env.reset(seed=0)
    steps, begin = 0, time.perf_counter()
    while time.perf_counter() < begin + seconds:
        for _ in range(64):
            over = env.step(env.action_space.sample())[2:4]
            if any(over):
                env.reset()
        steps += 64
    env.close()
    return steps / (time.perf_counter() - begin)


def saccade_rate(program, name, seconds):
    command = [program, "bench", "envs", "gym:" + name, "--json", "--milliseconds",
               str(int(1000 * seconds))]
    result = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True,
                            env={**os.environ, "SACCADE_PYTHON": sys.executable})
    return json.loads(result.stdout)["gym:" + name]["steps_per_second"]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ids", nargs="*", metavar="ID", default=["CartPole-v1", "LunarLander-v3"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--program", default=str(ROOT / "build" / "release" / "saccade"))
    options = parser.parse_args()
    print("| environment | Gymnasium's loop, us | in Saccade, us | more, us |")
    print("|---|---|---|---|")
    for name in options.ids:
        own, ours = [], []
        for _ in range(options.rounds):
            own.append(1e6 / own_rate(name, options.seconds))
            ours.append(1e6 / saccade_rate(options.program, name, options.seconds))
        alone, inside = statistics.median(own), statistics.median(ours)
        print(f"| {name} | {alone:.0f} | {inside:.0f} | {inside - alone:.0f} |")


if __name__ == "__main__":
    main()
