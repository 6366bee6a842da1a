"""Wants examples/numpy_policy to make of observations what Saccade makes of them, for every
encoder, kind of attention, option and head:  check_policies.py BUILD_FOLDER"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy_policy import CheckpointError, Entity, Image, Observation, Policy, Rays, rollout
from numpy_policy.observation import NOWHERE

TOLERANCE = 1e-5  # Of numbers of about 1; Saccade computes in single precision.


def observation_of(found):
    entities = {
        name: [
            Entity(e["features"], e["position"] or NOWHERE, e["velocity"] or NOWHERE)
            for e in of_type
        ]
        for name, of_type in found["entities"].items()
    }
    rays = {name: Rays(**reading) for name, reading in found["rays"].items()}
    images = {name: Image(**reading) for name, reading in found["images"].items()}
    return Observation(entities, rays, images, found["masks"], found["absent_heads"])


class Comparison:
    """The largest difference of everything that was compared, and the first that is too large."""

    def __init__(self):
        self.largest, self.failure = 0.0, None

    def same(self, what, found, wanted):
        found, wanted = np.array(found, float), np.array(wanted, float)
        if found.shape != wanted.shape:
            return self.fail(f"{what}: shape {found.shape}, wanted {wanted.shape}")
        difference = np.abs(found - wanted) / np.maximum(1, np.abs(wanted))
        self.largest = max(self.largest, difference.max(initial=0))
        if not (difference <= TOLERANCE).all():  # A NaN is too far as well.
            at = np.unravel_index(
                np.argmax(np.nan_to_num(difference, nan=np.inf)), difference.shape
            )
            self.fail(f"{what}{list(map(int, at))}: {found[at]}, wanted {wanted[at]}")

    def fail(self, message):
        self.failure = self.failure or message


def settle_ties(decision, heads, wanted):
    """The action, with the wanted choice where it is as likely as the one that was made: two
    candidates may look alike, and rounding then decides."""
    action, at = list(decision.action), 0
    for head in heads:
        if head["kind"] == "continuous":
            at += len(head["low"])
            continue
        likely, choice = decision.heads[head["head"]], int(wanted["action"][at])
        if likely is not None and choice >= 0 and np.max(likely) - likely[choice] < 1e-12:
            action[at] = choice
        at += 1
    return action


def compare(policy, case, comparison):
    """One observation's decision."""
    observation = observation_of(case["observation"])
    decision, wanted = policy.decide(observation), case["decision"]
    action = settle_ties(decision, policy.heads, wanted)
    comparison.same("action", action, wanted["action"])
    comparison.same("value", decision.value, wanted["value"])
    for head in policy.heads:
        name, expected = head["head"], wanted["heads"][head["head"]]
        found = decision.heads[name]
        if found is None:
            continue
        if head["kind"] == "continuous":
            comparison.same(name + " mean", found[0], expected["mean"])
            comparison.same(name + " deviation", found[1], expected["std"])
        else:
            comparison.same(name + " probabilities", found, expected["probabilities"])
    compare_attention(decision.attention, wanted, comparison)


def compare_attention(layers, wanted, comparison):
    """The agent's weights in each layer in which it asks, and the rollout of all layers."""
    tokens = len(wanted["rollout"])
    mine = [layer for layer in layers if layer[1][:1].tolist() == [0]]
    if [name for name, *_ in mine] != wanted["layers"]:
        return comparison.fail(f"layers {[name for name, *_ in mine]}, wanted {wanted['layers']}")
    weights = np.zeros((len(mine), wanted["attention_heads"], tokens))
    for i, (_, _, keys, of_layer) in enumerate(mine):
        weights[i][:, keys] = of_layer[:, 0]
    comparison.same("attention", weights.ravel(), wanted["weights"])
    if mine:
        comparison.same("rollout", rollout(layers, tokens), wanted["rollout"])


def check(file):
    """None, or what differs in the policy of one file."""
    comparison = Comparison()
    cases = json.loads(file.read_text())
    kinds = {case["kind"] for case in cases}
    policies = {kind: Policy(file.with_suffix(".safetensors"), kind) for kind in kinds}
    for number, case in enumerate(cases):
        compare(policies[case["kind"]], case, comparison)
        if comparison.failure:
            print(f"FAILED {file.stem}, observation {number}: {comparison.failure}")
            return False
    print(
        f"ok     {file.stem}: {len(cases)} observations, "
        f"largest difference {comparison.largest:.1e}"
    )
    return True


def check_damage(file):
    """One flipped bit anywhere is noticed."""
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    try:
        Policy(file)
    except CheckpointError as error:
        print(f"ok     a damaged file is refused: {str(error).split('/')[-1]}")
        return True
    print("FAILED a damaged file was read")
    return False


def check_kinds(file):
    """Of several kinds one must be named, and be there."""
    for kind in (None, "wolf"):
        try:
            Policy(file, kind)
        except CheckpointError as error:
            if "wanted one of scout, cook" in str(error):
                continue
        print(f"FAILED the agent kind {kind} was read")
        return False
    print("ok     agent kinds that are not there are refused")
    return True


def main():
    program = Path(sys.argv[1]) / "tests" / "interop" / "write_policies"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, folder], check=True)
        files = sorted(Path(folder).glob("*.json"))
        good = [check(file) for file in files]
        good.append(check_kinds(Path(folder) / "two-kinds.safetensors"))
        good.append(check_damage(files[0].with_suffix(".safetensors")))
    print(f"{sum(good)} of {len(good)} agree")
    sys.exit(0 if all(good) and len(good) > 1 else 1)


if __name__ == "__main__":
    main()
