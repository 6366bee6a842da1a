#!/usr/bin/env python3
"""What a decision costs in ONNX Runtime, beside one in Saccade: onnx_speed.py SACCADE RUN [ROWS]

Exports the run's policy, shows the models random observations with ROWS (8) entities of each type, one at a
time and 64 at once, and lets `saccade eval` play.  All on one processor, in microseconds of processor
time; that of Saccade includes the environment and the reports.  Needs numpy and onnxruntime.
"""
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import onnxruntime

BATCH, SECONDS, EPISODES = 64, 2.0, 100
KINDS = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(bool)": bool}


def session_of(file):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options)


def observation_for(session, rows):
    """Random numbers as features; everything is there and allowed."""
    rng, feeds = np.random.default_rng(1), {}
    for each in session.get_inputs():
        if any(str(size).startswith("candidates_") for size in each.shape):
            sys.exit(f"error: found the input {each.name}, wanted no masks of entities")
        named = {"batch": BATCH}
        shape = [named.get(size, rows) if isinstance(size, str) else size for size in each.shape]
        kind = KINDS[each.type]
        numbers = rng.uniform(-1, 1, shape)
        feeds[each.name] = np.ones(shape, bool) if kind is bool else numbers.astype(kind)
    return feeds


def cost_of_run(session, rows, outputs):
    feeds = observation_for(session, rows)
    for _ in range(20):
        session.run(outputs, feeds)
    runs, begin = 0, time.process_time()
    while time.process_time() - begin < SECONDS:
        session.run(outputs, feeds)
        runs += 1
    return 1e6 * (time.process_time() - begin) / runs


def cost_of_step(saccade, arguments):
    """Of an evaluation, start and end of the program included."""
    command = [saccade, "eval", *arguments, "--episodes", str(EPISODES), "--threads", "1", "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    return 1e6 * used / (found["length_mean"] * found["episodes"])


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    saccade, run, rows = sys.argv[1], sys.argv[2], int((*sys.argv, 8)[3])
    with tempfile.TemporaryDirectory() as folder:
        single, batch = Path(folder) / "single.onnx", Path(folder) / "batch.onnx"
        for file, options in ((single, ()), (batch, ("--batch",))):
            command = [saccade, "export", run, "--onnx", file, *options]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        one, many = session_of(single), session_of(batch)
    print(f"ONNX Runtime, one at a time  {cost_of_run(one, rows, ['action']):8.1f}")
    print(f"ONNX Runtime, {BATCH} at once     {cost_of_run(many, rows, ['action']) / BATCH:8.1f}")
    print(f"saccade eval, a whole step   {cost_of_step(saccade, [run]):8.1f}")


if __name__ == "__main__":
    main()
