"""Whether TensorBoard's own reader shows every point of a run once, after it was killed and resumed.

    tests/interop/run tensorboard

Trains cartpole, takes the run back to an earlier checkpoint twice, as after a kill, resumes it, and
compares what both of TensorBoard's readers show with metrics.csv and evals.csv.
"""

import csv
import math
import os
import subprocess
import sys
import tempfile

from tensorboard.backend.event_processing import event_accumulator, plugin_event_accumulator
from tensorboard.util import tensor_util

PROGRAM = os.path.join(sys.argv[1], "saccade")
SETTINGS = ["steps=1024", "policy.width=8", "rollout.envs=4", "rollout.horizon=32", "ppo.epochs=1"]
SETTINGS += ["eval.every=256", "eval.episodes=1", "checkpoint.every=128", "checkpoint.keep=0"]


def train(*arguments):
    subprocess.run([PROGRAM, "train", "--quiet", *arguments], check=True)


def take_back(run, step):
    """What is left if the process was killed before its first checkpoint after `step`."""
    folder = os.path.join(run, "checkpoints")
    for name in os.listdir(folder):
        if name.startswith("step-") and int(name.split(".")[0][5:]) > step:
            os.remove(os.path.join(folder, name))


def logged(run):
    """{tag: [(step, value)]} as the CSV files tell."""
    points = {}
    for file, group in (("metrics.csv", "train"), ("evals.csv", "eval")):
        with open(os.path.join(run, file), newline="") as rows:
            for row in csv.DictReader(rows):
                step = int(row.pop("step"))
                for name, value in row.items():
                    if value:
                        points.setdefault(f"{group}/{name}", []).append((step, float(value)))
    return points


def shown_by_scalars(run):
    reader = event_accumulator.EventAccumulator(run, {event_accumulator.SCALARS: 0}).Reload()
    tags = reader.Tags()["scalars"]
    return {tag: [(event.step, event.value) for event in reader.Scalars(tag)] for tag in tags}


def shown_by_tensors(run):
    """The reader behind TensorBoard's pages."""
    reader = plugin_event_accumulator.EventAccumulator(run, {plugin_event_accumulator.TENSORS: 0})
    reader.Reload()
    return {
        tag: [
            (event.step, float(tensor_util.make_ndarray(event.tensor_proto)))
            for event in reader.Tensors(tag)
        ]
        for tag in reader.Tags()["tensors"]
    }


def same(found, wanted):
    return [step for step, _ in found] == [step for step, _ in wanted] and all(
        math.isclose(a, b, rel_tol=1e-6) for (_, a), (_, b) in zip(found, wanted)
    )


with tempfile.TemporaryDirectory() as scratch:
    run = os.path.join(scratch, "run")
    sets = [word for setting in SETTINGS for word in ("--set", setting)]
    train("cartpole", "--out", run, *sets)
    for step in (512, 256):
        take_back(run, step)
        train("--resume", run)
    wanted = logged(run)
    assert len(wanted["train/entropy"]) == 8 and len(wanted["eval/return_mean"]) == 4, wanted
    for reader in (shown_by_scalars, shown_by_tensors):
        found = reader(run)
        assert found.keys() == wanted.keys(), found.keys() ^ wanted.keys()
        for tag, points in wanted.items():
            assert same(found[tag], points), f"{reader.__name__}: {tag}: {found[tag]}, {points}"
        print(f"{reader.__name__}: {sum(map(len, found.values()))} points as logged")
