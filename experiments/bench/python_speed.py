#!/usr/bin/env python3
"""Steps per second of make_vec beside Gymnasium's own vector environments, one thread each.

    experiments/bench/python_speed.py [--envs 64] [--seconds 3] [--rounds 5]

For each world: Saccade's environments stepped in C++ (make_vec), the same ones one by one in Python
(SyncVectorEnv around make) and, where Gymnasium has the world itself, its own in SyncVectorEnv.  All
take random actions, drawn beforehand.  The contestants take turns; told is the median of the rounds.
Needs the package, and gymnasium[box2d] for lunar-lander.
"""

import argparse
import statistics
import time

import gymnasium
from gymnasium.vector import SyncVectorEnv

import saccade

WORLDS = {"cartpole": "CartPole-v1", "lunar-lander": "LunarLander-v3", "forage": None}


def contestants(env, count):
    """Name -> vector environment."""
    single = [lambda: saccade.make(env, observation="padded")] * count
    made = {"make_vec": saccade.make_vec(env, count), "make, one by one": SyncVectorEnv(single)}
    theirs = WORLDS[env]
    if theirs is None:
        return made
    try:
        made[f"Gymnasium's {theirs}"] = SyncVectorEnv([lambda: gymnasium.make(theirs)] * count)
    except gymnasium.error.DependencyNotInstalled as error:
        print(f"without {theirs}: {error}")
    return made


def speed(environments, seconds):
    """Environment steps per second."""
    environments.reset(seed=0)
    environments.action_space.seed(0)
    actions = [environments.action_space.sample() for _ in range(64)]
    steps, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        for action in actions:
            environments.step(action)
        steps += len(actions) * environments.num_envs
    return steps / (time.perf_counter() - begin)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--envs", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    print("| world | contestant | steps per second | times |\n|---|---|---|---|")
    for env in WORLDS:
        made = contestants(env, arguments.envs)
        speeds = {name: [] for name in made}
        for _ in range(arguments.rounds):
            for name, environments in made.items():
                speeds[name].append(speed(environments, arguments.seconds))
        medians = {name: statistics.median(found) for name, found in speeds.items()}
        for name, median in medians.items():
            times = medians["make_vec"] / median
            print(f"| `{env}` | {name} | {median:,.0f} | {times:.1f} |", flush=True)


if __name__ == "__main__":
    main()
