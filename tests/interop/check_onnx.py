"""Wants ONNX Runtime to make of exported policies what Saccade makes of them, one observation at a
time and in batches, for every encoder, kind of attention, option and head:
check_onnx.py BUILD_FOLDER"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy_policy.checkpoint import Checkpoint, read_header, read_tensor

TOLERANCE = 1e-5  # Of numbers of about 1; both sides compute in single precision.
BATCH_ENDS = (1, 2, 4, 8, 16, 40)  # Where the observations of a file are cut into batches.
FILLER = {"float32": np.nan, "int64": 0, "bool": True}  # Where nothing is: it must not matter.


class Record:
    """A file of many_decisions.h: what was seen at each step, and what Saccade made of it."""

    def __init__(self, path, observation, action, patch):
        data = path.read_bytes()
        header, begin = read_header(data, path)
        header.pop("__metadata__")
        self.columns = {name: read_tensor(data, begin, entry) for name, entry in header.items()}
        self.steps, self.heads = len(self.columns["begins"]), action
        self.types = {e["type"]: len(e["features"]) for e in observation if "type" in e}
        self.counts = {name: self.columns[name + ".count"].astype(int) for name in self.types}
        self.parts = [  # Of the tokens, in their order: how many of each, and at most.
            self.part(entry, patch) for entry in observation if not entry.get("critic_only")
        ]
        names = list(self.types)
        self.choices = {  # Likewise of each head's choices.
            head["head"]: [(self.counts[names[t]], None) for t in head["types"]]
            if head["kind"] == "select-entity"
            else [(np.full(self.steps, len(head["labels"])), None)]
            for head in action
        }

    def part(self, entry, patch):
        if "type" in entry:
            return self.counts[entry["type"]], None
        name, most = entry.get("rays"), entry.get("count")
        if name is None:
            name = entry["image"]
            most = -(-entry["height"] // patch) * -(-entry["width"] // patch)
        return most * self.even(name + ".present")[:, 0].astype(int), most

    def even(self, name):
        """The same number of values at each step."""
        return self.columns[name].reshape(self.steps, -1)

    def ragged(self, name, counts, width=1):
        """An array of rows per step."""
        rows = self.columns[name].reshape(counts.sum(), width)
        return np.split(rows, np.cumsum(counts)[:-1])

    def of_input(self, name, shape, kind):
        """What a model takes under this name: an array per step."""
        base = name.removesuffix(".motion")
        if base in self.types:
            return self.ragged(name, self.counts[base], 4 if base != name else self.types[base])
        head = name.removesuffix(".mask")
        if head != name:
            counts = sum(count for count, _ in self.choices[head])
            return [each[:, 0] > 0 for each in self.ragged(name, counts)]
        return self.even(name).astype(kind).reshape(self.steps, *shape)


def layout(parts, steps):
    """Which places are taken if each part gets the room that the largest one needs, [steps x places]."""
    rooms = [(count[steps], most or count[steps].max(initial=0)) for count, most in parts]
    return np.concatenate([np.arange(room) < count[:, None] for count, room in rooms], axis=1)


class Model:
    """An exported policy."""

    def __init__(self, path, record):
        onnx.checker.check_model(str(path), full_check=True)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(path), options)
        self.record, self.inputs, self.masks = record, {}, set()
        for each in self.session.get_inputs():
            if each.name.removesuffix(".mask") in record.types and each.name.endswith(".mask"):
                self.masks.add(each.name)
            elif each.name != "state":
                shape = [size for size in each.shape if not isinstance(size, str)]
                kind = {"tensor(int64)": np.int64, "tensor(bool)": bool}.get(each.type, np.float32)
                self.inputs[each.name] = record.of_input(each.name, shape, kind)
        self.outputs = [each.name for each in self.session.get_outputs()]
        self.remembers = "next_state" in self.outputs

    def decide_one_by_one(self):
        """Through the episodes, from state to state; what comes out has a batch dimension of 1."""
        state, nothing = None, np.zeros(self.record.even("state.in").shape[1], np.float32)
        for step in range(self.record.steps):
            feeds = {name: rows[step] for name, rows in self.inputs.items()}
            if self.remembers:
                feeds["state"] = nothing if self.record.columns["begins"][step] else state
            found = self.run(feeds)
            state = found.get("next_state")
            yield np.array([step]), {name: value[None] for name, value in found.items()}

    def decide_in_batches(self):
        """Of steps in any order, from the states that Saccade was in."""
        order = np.random.default_rng(1).permutation(self.record.steps)
        for steps in np.split(order, BATCH_ENDS):
            feeds = {name: self.batch(name, rows, steps) for name, rows in self.inputs.items()}
            for name in self.masks:
                counts = self.record.counts[name.removesuffix(".mask")]
                feeds[name] = layout([(counts, None)], steps)
            if self.remembers:
                feeds["state"] = self.record.even("state.in")[steps]
            yield steps, self.run(feeds)

    def batch(self, name, rows, steps):
        """The arrays of some steps as one; where they differ in their number of rows it is filled."""
        base = name.removesuffix(".motion").removesuffix(".mask")
        if base in self.record.counts:
            there = layout([(self.record.counts[base], None)], steps)
        elif base in self.record.choices and name != base:
            there = layout(self.record.choices[base], steps)
        else:
            return np.stack([rows[step] for step in steps])
        filled = np.full((*there.shape, *rows[0].shape[1:]), FILLER[str(rows[0].dtype)], rows[0].dtype)
        filled[there] = np.concatenate([rows[step] for step in steps])
        return filled

    def run(self, feeds):
        return dict(zip(self.outputs, self.session.run(self.outputs, feeds)))


class Comparison:
    """The largest difference of everything that was compared, and the first that is too large."""

    def __init__(self, record):
        self.record, self.largest, self.failure = record, 0.0, None

    def same(self, what, found, wanted):
        if found.shape != wanted.shape:
            return self.fail(f"{what}: shape {found.shape}, wanted {wanted.shape}")
        difference = np.abs(found - wanted, dtype=float) / np.maximum(1, np.abs(wanted))
        difference = np.nan_to_num(difference, nan=np.inf)  # A NaN is too far as well.
        if difference.size == 0:
            return
        self.largest = max(self.largest, difference.max())
        if difference.max() > TOLERANCE:
            at = np.unravel_index(np.argmax(difference), difference.shape)
            self.fail(f"{what}{list(map(int, at))}: {found[at]}, wanted {wanted[at]}")

    def fail(self, message):
        self.failure = self.failure or message

    def compare(self, steps, found):
        """What a model made of some steps; arrays have a row for each."""
        record = self.record
        actions = record.even("decision.action")[steps]
        at = 0
        for head in record.heads:
            width = len(head.get("low", [0]))
            part = slice(at, at + width)
            self.compare_head(steps, head, found, found["action"][:, part], actions[:, part])
            at += width
        self.same("value", found["value"], record.even("decision.value")[steps])
        if "next_state" in found:
            follows = (steps + 1 < record.steps) & (np.roll(record.columns["begins"], -1)[steps] == 0)
            wanted = np.roll(record.even("state.in"), -1, axis=0)[steps]
            self.same("next_state", found["next_state"][follows], wanted[follows])
        self.compare_attention(steps, found)

    def compare_head(self, steps, head, found, action, wanted):
        record, name = self.record, head["head"]
        present = record.even(name + ".present")[steps, 0] > 0
        if head["kind"] == "continuous":
            for what in ("mean", "std"):
                column = record.even(f"decision.{name}.{what}")[steps]
                self.same(f"{name}.{what}", found[f"{name}.{what}"][present], column[present])
            return self.same("action of " + name, action, wanted)
        there = layout(record.choices[name], steps)
        likely = found[name + ".probabilities"]
        if likely.shape != there.shape:
            return self.fail(f"{name}.probabilities: {likely.shape}, wanted {there.shape}")
        counts = sum(count for count, _ in record.choices[name])
        columns = record.ragged(f"decision.{name}.probabilities", counts)
        for row in np.flatnonzero(present):
            expected, of_choices = columns[steps[row]][:, 0], likely[row][there[row]]
            self.same(name + ".probabilities", of_choices, expected)
            chosen = [int(action[row, 0]), int(wanted[row, 0])]
            # Two choices may be equally likely but for rounding.
            in_range = min(chosen) >= 0 and max(chosen) < len(of_choices)
            if in_range and abs(np.diff(of_choices[chosen])[0]) < 1e-6:
                action[row] = wanted[row]
        self.same(name + " where nothing is", likely[~there], np.zeros((~there).sum(), np.float32))
        self.same("action of " + name, action, wanted)

    def compare_attention(self, steps, found):
        """The agent's weights in each layer in which it asks, and the rollout of all layers."""
        layers = [value for name, value in found.items() if name.startswith("attention.")]
        if not layers:
            return self.same("attention", self.record.columns["decision.attention"], np.zeros(0))
        there = layout(self.record.parts, steps)
        counts = sum(count for count, _ in self.record.parts)
        weights = np.stack(layers, axis=1)  # [steps x layers x heads x tokens]
        wanted = self.record.ragged("decision.attention", counts * weights.shape[1] * weights.shape[2])
        rollouts = self.record.ragged("decision.rollout", counts)
        for row, step in enumerate(steps):
            expected = wanted[step].reshape(*weights.shape[1:3], counts[step])
            self.same("attention", weights[row][..., there[row]], expected)
            self.same("rollout", found["rollout"][row][there[row]], rollouts[step][:, 0])
            nothing = weights[row][..., ~there[row]]
            self.same("attention to nothing", nothing, np.zeros_like(nothing))


def export(program, checkpoint, kind, file, *options):
    named = ["--kind", kind] if kind else []
    command = [program, "export", checkpoint, "--onnx", file, "--force", *named, *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def check(program, checkpoint, kind):
    """How many observations agree in both forms of one policy; 0 if any does not."""
    found = Checkpoint(checkpoint)
    observation, action, _ = found.of_kind(kind)
    name = f"{checkpoint.stem}.{kind}" if kind else checkpoint.stem
    many = checkpoint.parent / "many" / f"{name}.safetensors"
    record = Record(many, observation, action, found.config["policy"]["image_patch"])
    largest = []
    for options in ((), ("--batch",)):
        file = checkpoint.with_suffix(".onnx")
        export(program, checkpoint, kind, file, *options)
        model, comparison = Model(file, record), Comparison(record)
        for steps, outputs in model.decide_in_batches() if options else model.decide_one_by_one():
            comparison.compare(steps, outputs)
            if comparison.failure:
                form = "batched" if options else "single"
                print(f"FAILED {name}, {form}, steps {steps[:4]}...: {comparison.failure}")
                return 0
        largest.append(f"{comparison.largest:.1e}")
    print(f"ok     {name}: {record.steps} observations, largest difference {', '.join(largest)}")
    return record.steps


def main():
    build = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([build / "tests" / "interop" / "write_policies", folder], check=True)
        policies = [
            (file, kind)
            for file in sorted(Path(folder).glob("*.safetensors"))
            for kind in Checkpoint(file).kinds
        ]
        good = [check(build / "saccade", file, kind) for file, kind in policies]
    print(f"{np.count_nonzero(good)} of {len(good)} agree, on {sum(good)} observations")
    sys.exit(0 if all(good) and sum(good) >= 10_000 else 1)


if __name__ == "__main__":
    main()
