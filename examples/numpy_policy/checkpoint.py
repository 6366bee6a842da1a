"""Reads a checkpoint of Saccade: a safetensors file, described in docs/checkpoints.md."""

import json
import math
import re
import struct
import tomllib
from pathlib import Path

import numpy as np

FORMAT = "saccade checkpoint 3"
# Like 3 but for the names of the blocks of cross-attention's context.
FORMAT_2, OLD_CONTEXT = "saccade checkpoint 2", re.compile(r"\b(policy|value)\.memory[0-9]")
DTYPES = {"F32": "<f4", "F64": "<f8", "I64": "<i8", "U64": "<u8", "U8": "u1"}


class CheckpointError(Exception):
    """A file that is missing, damaged, or of a kind that this program does not know."""


class Checkpoint:
    """The metadata (texts) and tensors (arrays) of one file, and what the metadata says."""

    def __init__(self, path):
        data = Path(path).read_bytes()
        header, begin = read_header(data, path)
        self.metadata = header.pop("__metadata__", {})
        found = self.metadata.get("format")
        has_names = found == FORMAT_2 and not any(map(OLD_CONTEXT.search, header))
        if found != FORMAT and not has_names:
            raise CheckpointError(f"{path}: found the format {found!r}, wanted {FORMAT!r}")
        check_checksum(data, begin, path)
        self.tensors = {name: read_tensor(data, begin, entry) for name, entry in header.items()}
        self.config = tomllib.loads(self.metadata["config"])
        self.path, self.kinds = path, json.loads(self.metadata.get("kinds", '[""]'))

    def of_kind(self, kind=None):
        """What agents of a kind see and do, and the tensors of their policy under their names
        without the kind's.  An only kind need not be named."""
        if kind is None and len(self.kinds) == 1:
            kind = self.kinds[0]
        if kind not in self.kinds:
            raise CheckpointError(
                f"{self.path}: found no agent kind {kind!r}, wanted one of {', '.join(self.kinds)}"
            )
        prefix = kind + "." if kind else ""
        tensors = {
            name.removeprefix(prefix): tensor
            for name, tensor in self.tensors.items()
            if name.startswith(prefix)
        }
        spaces = (json.loads(self.metadata[prefix + key]) for key in ("observation", "action"))
        return *spaces, tensors


def read_header(data, path):
    """The JSON header, and where the tensors begin."""
    try:
        (length,) = struct.unpack("<Q", data[:8])
        return json.loads(data[8 : 8 + length]), 8 + length
    except (struct.error, ValueError):
        raise CheckpointError(f"{path}: no safetensors file") from None


def read_tensor(data, begin, entry):
    count = math.prod(entry["shape"])
    at = begin + entry["data_offsets"][0]
    return np.frombuffer(data, DTYPES[entry["dtype"]], count, at).reshape(entry["shape"])


def check_checksum(data, begin, path):
    """The checksum is that of the whole file with eight zeros in its own place."""
    label = b'"crc32c":"'
    field = data.find(label, 8, begin) + len(label)
    found = data[field : field + 8].decode(errors="replace")
    wanted = f"{crc32c(data[:field] + b'00000000' + data[field + 8 :]):08x}"
    if found != wanted:
        raise CheckpointError(
            f"{path} is damaged: its checksum is {found}, its contents give {wanted}"
        )


def crc32c(data):
    """CRC-32C (Castagnoli; RFC 3720, B.4)."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def crc_entry(value):
    for _ in range(8):
        value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
    return value


CRC_TABLE = [crc_entry(value) for value in range(256)]


def find_checkpoint(run):
    """The file that RUN, RUN@STEP, RUN@best, RUN@latest or the path of a file names."""
    if Path(run).is_file():
        return Path(run)
    folder, at, which = run.rpartition("@")
    if not at or Path(run).is_dir():
        folder, which = run, ""
    names = {"": ["best", "latest"], "best": ["best"], "latest": ["latest"]}
    for name in names.get(which, [f"step-{which}.safetensors"]):
        path = Path(folder) / "checkpoints" / name
        if path.is_file():
            return path
    raise CheckpointError(
        f"{run}: found no such run or checkpoint, wanted a run directory, RUN@STEP or a file"
    )
