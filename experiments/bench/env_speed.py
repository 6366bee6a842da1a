#!/usr/bin/env python3
"""Measures environments alone, with random actions: Saccade, EnvPool and the Python originals.

    python3 -m venv /tmp/envs
    /tmp/envs/bin/pip install envpool==1.2.5 'gymnasium[box2d]==1.4.0' highway-env==1.12.1 mpe2==1.1.1
    /tmp/envs/bin/python experiments/bench/env_speed.py [ENV...] [--rounds 3] [--seconds 1]

The three take turns on this machine; the figure is the median of the rounds, in environment steps per
second.  Saccade steps one environment on one thread, and draws and checks each action and observation.
EnvPool has one thread for its environments and one of Python that hands it actions drawn beforehand; of
several numbers of environments, the fastest counts.  The originals step one environment, with actions
drawn beforehand.  A step of several agents is one step.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import time
import warnings

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
BATCHES = (1, 16, 64, 256)

# Saccade's name: EnvPool's, and the original's, as Gymnasium or a module has it.
TASKS = {
    "cartpole": ("CartPole-v1", "CartPole-v1"),
    "pendulum": ("Pendulum-v1", "Pendulum-v1"),
    "acrobot": ("Acrobot-v1", "Acrobot-v1"),
    "mountain-car": ("MountainCar-v0", "MountainCar-v0"),
    "mountain-car-continuous": ("MountainCarContinuous-v0", "MountainCarContinuous-v0"),
    "lunar-lander": ("LunarLander-v3", "LunarLander-v3"),
    "lunar-lander-continuous": ("LunarLanderContinuous-v3", "LunarLanderContinuous-v3"),
    "bipedal-walker": ("BipedalWalker-v3", "BipedalWalker-v3"),
    "bipedal-walker-hardcore": ("BipedalWalkerHardcore-v3", "BipedalWalkerHardcore-v3"),
    "intersection": ("Intersection-v0", "intersection-v0"),
    "highway": ("Highway-v0", "highway-v0"),
    "merge": ("Merge-v0", "merge-v0"),
    "spread": (None, "simple_spread_v3"),
    "tag": (None, "simple_tag_v3"),
}


def ours(program, env, seconds):
    command = [program, "bench", "envs", env, "--json", "--milliseconds", str(int(1000 * seconds))]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(result.stdout)[env]["steps_per_second"]


def random_actions(space, count, rng):
    """[count] actions, as the space has them."""
    if hasattr(space, "n"):
        return rng.integers(0, space.n, count)
    return rng.uniform(space.low, space.high, (count, *space.shape)).astype(np.float32)


def envpool_rate(task, environments, seconds):
    import envpool

    pool = envpool.make(
        task, env_type="gymnasium", num_envs=environments, batch_size=environments, num_threads=1
    )
    rng = np.random.default_rng(0)
    actions = [random_actions(pool.action_space, environments, rng) for _ in range(64)]
    pool.reset()
    steps = 0
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds:
        for action in actions:
            pool.step(action)  # Begins the next episode by itself.
        steps += len(actions) * environments
    rate = steps / (time.perf_counter() - begin)
    pool.close()
    return rate


def envpools(task, seconds):
    return max((envpool_rate(task, n, seconds / len(BATCHES)), n) for n in BATCHES)


def gymnasium_rate(task, seconds):
    import gymnasium

    import highway_env  # Registers its own.

    gymnasium.register_envs(highway_env)
    env = gymnasium.make(task, disable_env_checker=True)
    actions = random_actions(env.action_space, 4096, np.random.default_rng(0))
    env.reset(seed=0)
    steps = 0
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds:
        _, _, terminated, truncated, _ = env.step(actions[steps % len(actions)])
        steps += 1
        if terminated or truncated:
            env.reset()
    return steps / (time.perf_counter() - begin)


def mpe_rate(task, seconds):
    import importlib

    env = importlib.import_module("mpe2." + task).parallel_env()
    env.reset(seed=0)
    rng = np.random.default_rng(0)
    actions = [{a: int(rng.integers(0, 5)) for a in env.possible_agents} for _ in range(1024)]
    steps = 0
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds:
        env.step(actions[steps % len(actions)])
        steps += 1
        if not env.agents:
            env.reset()
    return steps / (time.perf_counter() - begin)


def original(task, seconds):
    return (mpe_rate if task.startswith("simple") else gymnasium_rate)(task, seconds)


def measure(program, env, rounds, seconds):
    """Medians: Saccade's, EnvPool's with its number of environments (or None), the original's."""
    pool, source = TASKS[env]
    found = [
        (
            ours(program, env, seconds),
            envpools(pool, seconds) if pool else None,
            original(source, seconds),
        )
        for _ in range(rounds)
    ]
    mine = statistics.median(f[0] for f in found)
    best = sorted(f[1] for f in found)[rounds // 2] if pool else None
    return mine, best, statistics.median(f[2] for f in found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("env", nargs="*", help="of: " + ", ".join(TASKS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1, help="of each program in each round")
    parser.add_argument("--program", default=ROOT / "build/release/saccade")
    arguments = parser.parse_args()
    unknown = set(arguments.env) - set(TASKS)
    if unknown:
        parser.error(f"found {', '.join(sorted(unknown))}, wanted some of {', '.join(TASKS)}")
    warnings.simplefilter("ignore")  # Of versions that are out of date.
    print("| environment | Saccade | EnvPool (environments) | original | / EnvPool | / original |")
    print("|---|---|---|---|---|---|")
    for env in arguments.env or TASKS:
        mine, pool, source = measure(arguments.program, env, arguments.rounds, arguments.seconds)
        theirs = f"{pool[0]:,.0f} ({pool[1]})" if pool else "-"
        ratio = f"{mine / pool[0]:.2f}" if pool else "-"
        print(f"| `{env}` | {mine:,.0f} | {theirs} | {source:,.0f} | {ratio} | {mine / source:.1f} |", flush=True)


if __name__ == "__main__":
    main()
