"""Trains for two updates and reads the checkpoint by the published description of the safetensors
format alone: python3 check_checkpoint.py PROGRAM"""

import array
import json
import math
import struct
import subprocess
import sys
import tempfile

DTYPES = {"F32": "f", "F64": "d", "I64": "q", "U64": "Q", "U8": "B"}


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = array.array(DTYPES[entry["dtype"]], data[begin:end])
        assert len(tensors[name]) == math.prod(entry["shape"]), name
    return metadata, tensors


with tempfile.TemporaryDirectory() as folder:
    run = folder + "/run"
    command = [sys.argv[1], "train", "forage", "--out", run, "--quiet"]
    small = ["steps=64", "rollout.envs=2", "rollout.horizon=16", "ppo.minibatches=1"]
    for setting in [*small, "eval.episodes=1"]:
        command += ["--set", setting]
    subprocess.run(command, check=True)
    metadata, tensors = read(run + "/checkpoints/latest")

assert metadata["env"] == "forage" and metadata["step"] == "64", metadata
weights = {name: tensor for name, tensor in tensors.items() if name.startswith("policy.")}
assert any("food" in name for name in weights), sorted(weights)
numbers = [number for tensor in weights.values() for number in tensor]
assert all(math.isfinite(number) for number in numbers)
assert any(number != 0 for number in numbers)
print(f"{len(weights)} tensors of the policy read")
