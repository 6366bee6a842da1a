#!/usr/bin/env python3
"""Measures what a viewer that follows a run costs its training.

    experiments/bench/follow_cost.py PROGRAM [--runs 5] [--steps 1000000]

Trains forage with one thread on the first processor: alone, while `saccade watch RUN --follow` shows it on the
second one, under Xvfb, and while a shell loop that does nothing runs there, one right after the other.  The loop
tells what the two processors share: on a machine where they are two threads of one core, anything beside the
training costs it time.  Prints the median times and the median ratios to the training alone.  Needs Linux, two
processors, Xvfb and taskset.
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


def beside(what, program, run):
    """The process that runs on the second processor; None: nothing does."""
    if what == "viewer":
        return on_processor(1, [program, "watch", run, "--follow"], env={**os.environ, "DISPLAY": DISPLAY})
    return on_processor(1, ["sh", "-c", "while :; do :; done"]) if what == "loop" else None


def train(program, steps, what):
    """Seconds from start to end."""
    with tempfile.TemporaryDirectory() as folder:
        run = os.path.join(folder, "run")
        start = time.perf_counter()
        training = on_processor(0, [
            program, "train", "forage", "--steps", str(steps), "--seed", "1", "--threads", "1", "--quiet",
            "--out", run, "--set", f"checkpoint.every={steps // 20}"])
        wait_for_checkpoint(run, training)
        other = beside(what, program, run)
        if training.wait() != 0:
            raise SystemExit(f"error: training failed: {training.stderr.read()}")
        seconds = time.perf_counter() - start
        if other:
            if other.poll() is not None:
                raise SystemExit(f"error: the {what} ended: {other.stderr.read()}")
            other.kill()
            other.wait()
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
        times = {"alone": [], "viewer": [], "loop": []}
        for run in range(arguments.runs):
            for what in list(times)[run % 3:] + list(times)[:run % 3]:
                times[what].append(train(arguments.program, arguments.steps, what))
    finally:
        screen.kill()
    print(f"alone: {statistics.median(times['alone']):.2f} s")
    for what in ("viewer", "loop"):
        ratios = [a / b for a, b in zip(times[what], times["alone"])]
        print(f"beside the {what}: {statistics.median(times[what]):.2f} s, "
              f"ratio {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})")


if __name__ == "__main__":
    main()
