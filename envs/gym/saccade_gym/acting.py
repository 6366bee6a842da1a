"""What becomes of an action space: a head for each choice and for each vector."""
import struct

import numpy as np
from gymnasium import spaces

from saccade_gym.lines import Wrong
from saccade_gym.observing import box_names, leaves, path_name

FREE, MASKED = 1, 2  # Whether a mask of a head follows.
TAKES_PART = struct.pack("<I", FREE)


def choice_head(name, labels):
    return {"head": name, "kind": "categorical", "labels": [str(label) for label in labels]}


class Chosen:
    """Discrete."""

    def __init__(self, name, space):
        self.first = int(space.start)
        self.heads = [choice_head(name, range(self.first, self.first + int(space.n)))]
        self.width = 1

    def value(self, numbers):
        return int(numbers[0]) + self.first


class ManyChosen:
    """MultiDiscrete and MultiBinary."""

    def __init__(self, name, space, counts, firsts):
        self.shape, self.dtype = space.shape, space.dtype
        self.firsts = np.asarray(firsts).reshape(-1)
        counts = np.asarray(counts).reshape(-1)
        self.heads = [choice_head(part, range(int(first), int(first + count)))
                      for part, first, count in zip(box_names(name, space.shape), self.firsts, counts)]
        self.width = len(self.heads)

    def value(self, numbers):
        return (numbers + self.firsts).astype(self.dtype).reshape(self.shape)


class Vector:
    """Box."""

    def __init__(self, name, space):
        self.space, self.width = space, int(np.prod(space.shape))
        low, high = space.low.reshape(-1), space.high.reshape(-1)
        if not (np.isfinite(low) & np.isfinite(high) & (low < high)).all():
            raise Wrong(f"action {name}: found bounds from {low.tolist()} to {high.tolist()}, wanted "
                        "finite ones, low below high: wrap the environment, in RescaleAction say")
        labels = [str(i) for i in range(self.width)]
        self.heads = [{"head": name, "kind": "continuous", "labels": labels,
                       "low": low.tolist(), "high": high.tolist()}]

    def value(self, numbers):
        values = numbers.astype(np.float64).reshape(self.space.shape)
        if np.issubdtype(self.space.dtype, np.integer):
            values = np.rint(values)
        return np.clip(values, self.space.low, self.space.high).astype(self.space.dtype)


def part_of(name, space):
    if isinstance(space, spaces.Discrete):
        return Chosen(name, space)
    if isinstance(space, spaces.MultiDiscrete):
        start = getattr(space, "start", np.zeros(space.shape, space.dtype))
        return ManyChosen(name, space, space.nvec, start)
    if isinstance(space, spaces.MultiBinary):
        two = np.full(space.shape, 2)
        return ManyChosen(name, space, two, np.zeros_like(two))
    if isinstance(space, spaces.Box):
        return Vector(name, space)
    raise Wrong(f"action {name}: found the space {space}, wanted Discrete, MultiDiscrete, MultiBinary, "
                "Box, Dict or Tuple")


class Acts:
    """An action space, and actions made of numbers."""

    def __init__(self, space, meanings=None):
        """`meanings`: names of the choices of a Discrete."""
        self.space = space
        self.parts = [part_of(path_name(path, "action"), leaf) for path, leaf in leaves(space)]
        self.width = sum(part.width for part in self.parts)
        self.heads = [head for part in self.parts for head in part.heads]
        self.is_choice = isinstance(space, spaces.Discrete)
        if self.is_choice and meanings and len(set(meanings)) == len(meanings) == space.n:
            self.heads[0]["labels"] = [str(meaning) for meaning in meanings]
        self.is_masked = False
        self.all_free = TAKES_PART * len(self.heads)

    def expect_masks(self):
        """From now on every state has one, but an episode's last."""
        self.is_masked = True
        self.heads[0]["masked"] = True

    def mask_of(self, mask):
        """The mask as bytes of 0 and 1, or None if it is none of this space."""
        if mask is None or not self.is_choice or np.shape(mask) != (self.space.n,):
            return None
        return (np.asarray(mask) != 0).astype(np.uint8).tobytes()

    def content(self, mask, is_over):
        """What a state says of the heads."""
        if not self.is_masked or is_over:
            return self.all_free
        return struct.pack("<I", MASKED) + (self.mask_of(mask) or b"\1" * int(self.space.n))

    def action(self, numbers):
        if len(self.parts) == 1 and not isinstance(self.space, (spaces.Dict, spaces.Tuple)):
            return self.parts[0].value(numbers)
        values, begin = [], 0
        for part in self.parts:
            values.append(part.value(numbers[begin:begin + part.width]))
            begin += part.width
        return assemble(self.space, iter(values))


def assemble(space, values):
    """The values of the leaves, in their order, as the space has them."""
    if isinstance(space, spaces.Dict):
        return {key: assemble(part, values) for key, part in space.spaces.items()}
    if isinstance(space, spaces.Tuple):
        return tuple(assemble(part, values) for part in space.spaces)
    return next(values)
