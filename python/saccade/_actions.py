"""Actions: Gymnasium's spaces for the heads of a kind of agents, and their masks.

One head that chooses is a Discrete, several are a MultiDiscrete; numbers are one Box; both
together are a Dict with an entry for each head. A choice that cannot be made stands for the next one
that can, counted on and from the last to the first.
"""

from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from saccade._layout import Layout
from saccade._spaces import Head

Mask = NDArray[np.int8]
Numbers = NDArray[np.float32]


class Actions:
    def __init__(self, layout: Layout) -> None:
        self.heads = layout.kind.heads
        self.sizes = [self._size(head, layout) for head in self.heads]
        self.width = sum(head.width for head in self.heads)
        self.is_dict = len({head.is_choice for head in self.heads}) == 2
        self.is_one_choice = len(self.heads) == 1 and self.heads[0].is_choice
        self.is_constrained = any(head.is_constrained for head in self.heads)

    @staticmethod
    def _size(head: Head, layout: Layout) -> int:
        """How many choices it has; 0 of numbers."""
        if not head.is_choice:
            return 0
        if head.kind == "categorical":
            return len(head.labels)
        types = layout.kind.types
        return max(1, sum(layout.most[types[index].name] for index in head.types))

    def space(self) -> spaces.Space[Any]:
        parts = [self._part(head, size) for head, size in zip(self.heads, self.sizes, strict=True)]
        if len(parts) == 1:
            return parts[0]
        if self.is_dict:
            names = [head.name for head in self.heads]
            return spaces.Dict(dict(zip(names, parts, strict=True)))
        if self.heads[0].is_choice:
            return spaces.MultiDiscrete(np.array(self.sizes))
        low = np.array([bound for head in self.heads for bound in head.low], np.float32)
        high = np.array([bound for head in self.heads for bound in head.high], np.float32)
        return spaces.Box(low, high, dtype=np.float32)

    @staticmethod
    def _part(head: Head, size: int) -> spaces.Space[Any]:
        if head.is_choice:
            return spaces.Discrete(size)
        low, high = np.array(head.low, np.float32), np.array(head.high, np.float32)
        return spaces.Box(low, high, dtype=np.float32)

    def numbers(self, action: Any, count: int) -> Numbers:
        """Actions of `count` agents, stacked as vector environments do: [count, width]."""
        if not self.is_dict:
            return np.asarray(action, np.float32).reshape(count, -1)
        parts = [np.asarray(action[head.name], np.float32) for head in self.heads]
        return np.concatenate([part.reshape(count, -1) for part in parts], axis=1)

    def action(self, numbers: Numbers) -> Any:
        """One agent's action, from [width]."""
        if self.is_one_choice:
            return np.int64(numbers[0])
        if not self.is_dict:
            return numbers.astype(np.int64) if self.heads[0].is_choice else numbers
        action, first = {}, 0
        for head in self.heads:
            part = numbers[first : first + head.width]
            action[head.name] = np.int64(part[0]) if head.is_choice else part
            first += head.width
        return action

    def mask(self, masks: list[Mask | None], at: int) -> Any:
        """One agent's, as `sample(mask=...)` of its space takes it; None: all may be chosen."""
        parts = [None if mask is None else mask[at] for mask in masks]
        if not self.is_constrained:
            return None
        if self.is_one_choice:
            return parts[0]
        if self.is_dict:
            return {head.name: part for head, part in zip(self.heads, parts, strict=True)}
        return tuple(
            np.ones(size, np.int8) if part is None else part
            for part, size in zip(parts, self.sizes, strict=True)
        )

    def parts(self, mask: Any) -> list[Mask | None]:
        """The other way: of each head, from what `mask` gives or the user of Gymnasium has."""
        if mask is None:
            return [None] * len(self.heads)
        if self.is_one_choice:
            return [np.asarray(mask, np.int8)]
        if self.is_dict:
            return [mask[head.name] for head in self.heads]
        return [np.asarray(part, np.int8) for part in mask]

    def flat_mask(self, masks: list[Mask | None], at: int) -> NDArray[np.bool_]:
        """All choices of all heads in one row."""
        parts = [
            np.ones(size, np.int8) if mask is None else mask[at]
            for mask, size in zip(masks, self.sizes, strict=True)
        ]
        return np.concatenate(parts).astype(np.bool_)
