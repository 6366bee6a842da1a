"""Whether a run directory holds what the uninterrupted run holds."""

import json
import os
import re
import struct

import events

TIMES = {"wall_seconds", "steps_per_second", "env_steps_per_second"}


def _without_process(name):
    return re.sub(r"^(events\.out\.tfevents)\..*", r"\1", name)


def files(folder):
    """{path below the folder: its bytes, or a link's target}"""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            key = os.path.relpath(path, folder)
            if os.path.islink(path):
                found[key] = "link to " + os.readlink(path)
            else:
                with open(path, "rb") as file:
                    found[key] = file.read()
    return found


def _rows(data):
    """The cells of a CSV file, except those of times."""
    header, *rows = (line.split(",") for line in data.decode().split("\n"))
    kept = [i for i, name in enumerate(header) if name not in TIMES]
    return [header] + [[row[i] for i in kept if i < len(row)] for row in rows]


def _without_times(name, data):
    if name.endswith(".csv"):
        return _rows(data)
    if name == "summary.json":
        return {key: value for key, value in json.loads(data).items() if key not in TIMES}
    if name.startswith("events."):
        return None  # Compared by what they show.
    return data


def tensors(run):
    """Names and bytes of the latest checkpoint."""
    data = (run / "checkpoints" / "latest").read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__")
    return {name: data[8 + length + entry["data_offsets"][0]:8 + length + entry["data_offsets"][1]]
            for name, entry in header.items()}


class Contents:
    """What a run directory holds, times aside."""

    def __init__(self, folder):
        self.files = {
            _without_process(name): _without_times(name, data)
            for name, data in files(folder).items()
        }
        self.points = {
            key: value
            for key, value in events.points(folder).items()
            if key[1].split("/")[-1] not in TIMES
        }

    def differences(self, wanted):
        """Sentences; none if this is equal to the wanted contents."""
        found = [f"{name} is missing" for name in sorted(wanted.files.keys() - self.files.keys())]
        found += [f"{name} is left over" for name in sorted(self.files.keys() - wanted.files.keys())]
        for name in sorted(wanted.files.keys() & self.files.keys()):
            if self.files[name] != wanted.files[name]:
                found.append(f"{name} differs{self._detail(name, wanted)}")
        lost = wanted.points.keys() - self.points.keys()
        if lost:
            found.append(f"TensorBoard lacks {len(lost)} points, the first at step {min(lost)[0]}")
        if any(self.points[key] != wanted.points[key] for key in wanted.points.keys() & self.points):
            found.append("TensorBoard shows other values")
        if self.points.keys() - wanted.points.keys():
            found.append("TensorBoard shows points that were never logged")
        return found

    def _detail(self, name, wanted):
        if isinstance(self.files[name], str):
            return f": {self.files[name]}, wanted {wanted.files[name]}"
        return ""
