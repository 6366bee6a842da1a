#!/usr/bin/env python3
"""Trains pendulum by PPO with rl_tools and with Saccade, in turns, and compares times and returns.

    experiments/bench/rl_tools.py [--rl-tools DIR] [--seeds 10]

Both train 307,200 steps on one thread: networks of 64-64 with ReLU for policy and value, 4 environments
x 1,024 steps, minibatches of 256, 2 epochs, gamma 0.9, no evaluations.  rl_tools' side is its own benchmark
of pendulum (rl_tools_pendulum.cc).  What the list does not name is each program's own choice: Saccade's is
its preset `pendulum`.  rl_tools' time is that from its first allocation to its last update; Saccade's is
that of the whole process, so starting and the run directory count.  Returns are means of 100 episodes
without exploration.

DIR is a checkout of https://github.com/rl-tools/rl-tools at commit 9acdf5c8; without it git fetches that
commit into a temporary folder.  It is compiled with OpenBLAS (Debian: apt-get install g++ libopenblas-dev),
which runs on one thread and is told what the processor has, since the one of Debian 12 does not recognise
the newest.  Only the standard library is used.
"""
import argparse
import json
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
COMMIT = "9acdf5c83cf2e7f2871cc4c37d002d5e3666d723"
SOURCE = "https://github.com/rl-tools/rl-tools"
STEPS = 307_200

# What changes of the preset `pendulum`.
SETTINGS = {
    "rollout.gamma": "0.9",
    "ppo.epochs": "2",
    "ppo.minibatches": "16",
    "eval.episodes": "0",
    "checkpoint.every": "0",
}


def fetch(folder):
    """The commit alone, without the submodules, which hold test data."""
    for command in (["init", "--quiet"], ["fetch", "--quiet", "--depth", "1", SOURCE, COMMIT],
                    ["checkout", "--quiet", "FETCH_HEAD"]):
        if subprocess.run(["git", "-C", folder, *command]).returncode != 0:
            sys.exit(f"error: git could not fetch {SOURCE}: get commit {COMMIT[:8]} otherwise, "
                     "and name its folder by --rl-tools")
    return folder


def compile_peer(source, folder):
    settings = source / "src/rl/environments/pendulum/ppo/cpu"
    if not (settings / "config.h").exists():
        sys.exit(f"error: --rl-tools: found no {settings / 'config.h'}, wanted a checkout of {COMMIT[:8]}")
    peer = folder / "peer"
    command = ["g++", "-std=c++17", "-O3", "-ffast-math", "-march=native",
               "-DRL_TOOLS_BACKEND_ENABLE_OPENBLAS", "-DRL_TOOLS_DISABLE_TENSORBOARD",
               "-I", source / "include", "-I", settings, HERE / "rl_tools_pendulum.cc", "-lopenblas", "-o", peer]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit("error: rl_tools_pendulum.cc did not compile (it needs Debian's g++ and libopenblas-dev):\n"
                 + result.stderr[-3000:])
    return peer


def core_type():
    flags = pathlib.Path("/proc/cpuinfo").read_text().split()
    return "SkylakeX" if "avx512f" in flags else "Haswell"


def train_peer(peer, seed):
    """Seconds and mean return of 100 episodes."""
    environment = {"OPENBLAS_CORETYPE": core_type(), **os.environ, "OPENBLAS_NUM_THREADS": "1"}
    result = subprocess.run([peer, str(seed)], check=True, capture_output=True, text=True, env=environment)
    report = json.loads(result.stdout.splitlines()[-1])
    if report["steps"] != STEPS:
        sys.exit(f"error: rl_tools trained {report['steps']} steps, wanted {STEPS}")
    return report["seconds"], report["return_mean"]


def train_saccade(program, seed, folder, sets):
    """The same."""
    run = folder / f"run-{time.monotonic_ns()}"
    command = [program, "train", "pendulum", "--seed", str(seed), "--threads", "1", "--steps", str(STEPS),
               "--quiet", "--out", run]
    for pair in [f"{key}={value}" for key, value in SETTINGS.items()] + sets:
        command += ["--set", pair]
    start = time.perf_counter()
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - start
    steps = json.loads((run / "summary.json").read_text())["steps"]
    if steps != STEPS:
        sys.exit(f"error: saccade trained {steps} steps, wanted {STEPS}")
    judged = subprocess.run([program, "eval", run, "--episodes", "100", "--json"], check=True,
                            capture_output=True)
    return seconds, json.loads(judged.stdout)["return_mean"]


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rl-tools", type=pathlib.Path, metavar="DIR",
                        help="a checkout; without it git fetches one")
    parser.add_argument("--saccade", default=str(ROOT / "build/release/saccade"), help="the program to measure")
    parser.add_argument("--seeds", type=int, default=10, help="seeds 1, 2, ... (10)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE",
                        help="one more setting, to try it")
    arguments = parser.parse_args()
    if not shutil.which(arguments.saccade):
        parser.error(f"--saccade: found no program {arguments.saccade}: build it with ./run")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        checkout = folder / "rl-tools"
        checkout.mkdir()
        peer = compile_peer(arguments.rl_tools or fetch(checkout), folder)
        rows = {"rl_tools": [], "saccade": []}
        for seed in range(1, arguments.seeds + 1):
            runs = {"rl_tools": lambda: train_peer(peer, seed),
                    "saccade": lambda: train_saccade(arguments.saccade, seed, folder, arguments.set)}
            for which in runs if seed % 2 else reversed(runs):
                rows[which].append(runs[which]())
            print(f"  seed {seed}: " + ", ".join(
                f"{which} {rows[which][-1][0]:.3f} s, return {rows[which][-1][1]:.1f}" for which in rows),
                file=sys.stderr, flush=True)
    report(rows)


def report(rows):
    count = len(rows["saccade"])
    print(f"{count:2} seeds   {'seconds':>9} {'range':^15} {'return':>8}   range")
    for which, results in rows.items():
        seconds, returns = zip(*results)
        print(f"{which:10} {statistics.median(seconds):9.3f} {min(seconds):.3f} to {max(seconds):.3f}  "
              f"{statistics.mean(returns):8.1f}   {min(returns):.1f} to {max(returns):.1f}")
    ratios = [ours[0] / theirs[0] for ours, theirs in zip(rows["saccade"], rows["rl_tools"])]
    print(f"saccade / rl_tools: {statistics.median(ratios):.2f} (median of the runs' ratios; "
          f"{min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
