#!/usr/bin/env python3
"""Measures what a viewer that follows a run costs its training.

    experiments/bench/follow_cost.py PROGRAM [--runs 5] [--steps 1000000]

Trains forage with one thread on the first processor, alone and while `saccade watch RUN --follow` shows it on the
second one, under Xvfb, one right after the other, in turns of which is first.  Prints the median times and the
median of the ratios with / without.  Needs Linux, two processors, Xvfb and taskset.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

DISPLAY = ":93"


def on_processor(number, command, **options):
    return subprocess.Popen(["taskset", "-c", str(number), *command], stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True, **options)


def wait_for_checkpoint(run, training):
    while not list(pathlib.Path(run, "checkpoints").glob("step-*.safetensors")):
        if training.poll() is not None:
            raise SystemExit("error: the training ended before its first checkpoint")
        time.sleep(0.05)


def train(program, steps, watched):
    """Seconds from start to end."""
    with tempfile.TemporaryDirectory() as folder:
        run = os.path.join(folder, "run")
        start = time.perf_counter()
        training = on_processor(0, [
            program, "train", "forage", "--steps", str(steps), "--seed", "1", "--threads", "1", "--quiet",
            "--out", run, "--set", f"checkpoint.every={steps // 20}"])
        viewer = None
        if watched:
            wait_for_checkpoint(run, training)
            viewer = on_processor(1, [program, "watch", run, "--follow"],
                                  env={**os.environ, "DISPLAY": DISPLAY})
        if training.wait() != 0:
            raise SystemExit(f"error: training failed: {training.stderr.read()}")
        seconds = time.perf_counter() - start
        if viewer:
            if viewer.poll() is not None:
                raise SystemExit(f"error: the viewer ended: {viewer.stderr.read()}")
            viewer.kill()
            viewer.wait()
        return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=1_000_000)
    arguments = parser.parse_args()
    screen = on_processor(1, ["Xvfb", DISPLAY, "-screen", "0", "1920x1080x24"])
    time.sleep(2)
    try:
        plain, followed = [], []
        for run in range(arguments.runs):
            for watched in (False, True) if run % 2 == 0 else (True, False):
                (followed if watched else plain).append(train(arguments.program, arguments.steps, watched))
    finally:
        screen.kill()
    ratios = [a / b for a, b in zip(followed, plain)]
    print(f"alone {statistics.median(plain):.2f} s, followed {statistics.median(followed):.2f} s, "
          f"ratio {statistics.median(ratios):.4f} ({min(ratios):.3f} to {max(ratios):.3f})")


if __name__ == "__main__":
    main()
