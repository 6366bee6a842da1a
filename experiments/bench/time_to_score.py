#!/usr/bin/env python3
"""Measures how long Saccade and Stable-Baselines3 train until a policy reaches a score.

    experiments/bench/time_to_score.py [TASK...] [--sb3-python PYTHON] [--seeds 10] [--sb3-seeds 5]

The clock starts when the process is started and stops when it reports the first of its periodic
evaluations, of 20 episodes without exploration, whose mean return is at least the goal.  So starting and
evaluating count.  The process is then stopped.  There is one run at a time.

TASKS below holds what each task changes of the preset of that name; all seeds have the same.
Stable-Baselines3 trains with RL Baselines3 Zoo's settings (sb3_peer.py).  It evaluates cartpole less often
than Saccade, since it spends more on that, and lunar-lander as often, which is the Zoo's default.  PyTorch
gets 1 and then 2 threads; the faster counts.  It needs an environment of its own:

    python3 -m venv /tmp/sb3 && /tmp/sb3/bin/pip install torch stable-baselines3 'gymnasium[box2d]'
    experiments/bench/time_to_score.py --sb3-python /tmp/sb3/bin/python

This driver uses the standard library alone.
"""
import argparse
import dataclasses
import math
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclasses.dataclass(frozen=True)
class Task:
    goal: float
    settings: dict  # What changes of the preset.
    sb3_every: int = 0  # Steps between Stable-Baselines3's evaluations; 0: it is not compared.


TASKS = {
    "cartpole": Task(475, {
        "rollout.gamma": "0.99",
        "rollout.gae_lambda": "0.9",
        "optimiser.learning_rate": "3e-3",
        "ppo.epochs": "5",
        "ppo.minibatches": "2",
        "eval.every": "2_500",
    }, sb3_every=10_000),
    "lunar-lander": Task(200, {
        "steps": "400_000",  # Schedules end here.
        "rollout.horizon": "128",
        "ppo.minibatches": "8",
        "eval.every": "25_000",
    }, sb3_every=25_000),
    "forage": Task(20, {
        "steps": "1_000_000",  # Schedules end here.
        "policy.width": "32",
        "rollout.horizon": "128",
        "rollout.gamma": "0.95",
        "optimiser.learning_rate": "2e-3",
        "ppo.minibatches": "16",
        "eval.every": "50_000",
    }),
}


@dataclasses.dataclass(frozen=True)
class Result:
    """Seconds and environment steps until the goal; without both the run ended before."""
    seconds: float | None = None
    steps: int | None = None
    start_up: float = 0  # Seconds from the start of the process until it began to train.


def reached(rows, goal):
    """The step of the first complete row of evals.csv that reaches the goal."""
    lines = rows.split("\n")
    names = lines[0].split(",")
    for line in lines[1:-1]:  # The last one is empty, or not complete.
        row = dict(zip(names, line.split(",")))
        if float(row["return_mean"]) >= goal:
            return int(row["step"])
    return None


def train_saccade(program, name, task, seed, threads, more):
    """Trains until a row of evals.csv, which is written after an evaluation, reaches the goal."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "run"
        command = [program, "train", name, "--seed", str(seed), "--threads", str(threads), "--quiet",
                   "--out", out]
        for key, value in {**task.settings, **more}.items():
            command += ["--set", f"{key}={value}"]
        start = time.perf_counter()
        with subprocess.Popen(command) as process:
            try:
                return watch(process, out / "evals.csv", task.goal, start)
            finally:
                process.kill()


def watch(process, log, goal, start):
    seen = 0
    while True:
        ended = process.poll() is not None
        now = time.perf_counter()
        size = log.stat().st_size if log.exists() else 0
        if size > seen:
            seen = size
            if (steps := reached(log.read_text(), goal)) is not None:
                return Result(now - start, steps)
        if ended:
            if process.returncode != 0:
                sys.exit(f"error: saccade ended with status {process.returncode}")
            return Result()
        time.sleep(0.002)


def train_sb3(python, name, task, seed, threads):
    """Trains with sb3_peer.py, which prints a line when training begins and after each evaluation."""
    command = [python, HERE / "sb3_peer.py", name, "--seed", str(seed), "--threads", str(threads),
               "--every", str(task.sb3_every), "--goal", str(task.goal)]
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}
    start_up = 0
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            for line in process.stdout:
                now = time.perf_counter() - start
                what, *numbers = line.split()
                if what == "begin":
                    start_up = now
                elif float(numbers[1]) >= task.goal:
                    return Result(now, int(numbers[0]), start_up)
        finally:
            process.kill()
    if process.returncode != 0:
        sys.exit(f"error: {HERE / 'sb3_peer.py'} ended with status {process.returncode}")
    return Result()


def median(numbers):
    """The median, where None (not reached) is more than every number; None if it would be that."""
    value = statistics.median([math.inf if number is None else number for number in numbers])
    return None if math.isinf(value) else value


def measure(label, train, seeds):
    """Prints a row for the runs of all seeds and returns the median of their seconds."""
    results = []
    for seed in seeds:
        results.append(train(seed))
        result = results[-1]
        what = f"{result.seconds:.3f} s, {result.steps:,} steps" if result.steps else "not reached"
        print(f"  {label}, seed {seed}: {what}", file=sys.stderr, flush=True)
    done = [result for result in results if result.seconds is not None]
    seconds = median([result.seconds for result in results])
    if seconds is None:
        print(f"{label:25} not reached by half of them ({len(done)} of {len(results)})", flush=True)
        return results, None
    steps = median([result.steps for result in results])
    times = [result.seconds for result in done]
    print(f"{label:25} {seconds:9.3f}   {f'{min(times):.3f} to {max(times):.3f}':17} {steps:9,.0f}   "
          f"{len(done)} of {len(results)}", flush=True)
    return results, seconds


def compare(name, task, arguments, more):
    """Saccade's runs of a task, those of Stable-Baselines3, and how many times longer these take."""
    def saccade(seed):
        return train_saccade(arguments.saccade, name, task, seed, arguments.threads, more)

    _, ours = measure(f"{name}, saccade", saccade, range(1, arguments.seeds + 1))
    if not task.sb3_every or not arguments.sb3_python:
        return
    best, start_up = None, 0
    for threads in arguments.sb3_threads:
        def sb3(seed):
            return train_sb3(arguments.sb3_python, name, task, seed, threads)

        results, seconds = measure(f"{name}, sb3, on {threads}", sb3, range(1, arguments.sb3_seeds + 1))
        if seconds is not None and (best is None or seconds < best):
            best = seconds
            start_up = statistics.median(result.start_up for result in results if result.seconds)
    if ours is None or best is None:
        print(f"{name}: no ratio, since the goal was not reached")
        return
    print(f"{name}: sb3 takes {best / ours:.1f} times as long; "
          f"without the {start_up:.1f} s until it begins to train {(best - start_up) / ours:.1f} times")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=f"of {[*TASKS]}; all of them without")
    parser.add_argument("--saccade", default=str(ROOT / "build/release/saccade"), help="the program to measure")
    parser.add_argument("--sb3-python", metavar="PYTHON",
                        help="one that has Stable-Baselines3; without it only Saccade is measured")
    parser.add_argument("--seeds", type=int, default=10, help="seeds 1, 2, ... for Saccade (10)")
    parser.add_argument("--sb3-seeds", type=int, default=5, help="for Stable-Baselines3 (5)")
    parser.add_argument("--sb3-threads", type=int, nargs="+", default=[1, 2], metavar="N",
                        help="threads for PyTorch; the fastest number counts (1 2)")
    parser.add_argument("--threads", type=int, default=2, help="threads for Saccade (2)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE",
                        help="one more setting, to try it")
    arguments = parser.parse_intermixed_args()
    if not shutil.which(arguments.saccade):
        parser.error(f"--saccade: found no program {arguments.saccade}: build it with ./run")
    if unknown := set(arguments.tasks) - set(TASKS):
        parser.error(f"no such task: {', '.join(sorted(unknown))}")
    if arguments.sb3_python and not shutil.which(arguments.sb3_python):
        parser.error(f"--sb3-python: found no program {arguments.sb3_python}; --help says how to install it")
    if not arguments.sb3_python:
        print("Stable-Baselines3 is left out: --sb3-python was not given; --help says how to install it.")
    more = dict(pair.split("=", 1) for pair in arguments.set)
    print(f"{'median of seeds':25} {'seconds':>9}   {'range':17} {'steps':>9}   reached")
    for name in arguments.tasks or TASKS:
        compare(name, TASKS[name], arguments, more)


if __name__ == "__main__":
    main()
