"""Trained policies: what they do, and why."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saccade import _native
from saccade._actions import Actions
from saccade._env import Environment, make
from saccade._environments import registered
from saccade._errors import Error
from saccade._layout import Layout, mask_key
from saccade._spaces import EntityType, Head, Image, Kind, Rays, read_spec
from saccade._vector import VectorEnvironment, make_vec

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class HeadDecision:
    """What the policy thinks about one action head."""

    name: str
    labels: list[str]  # Of the choices or dimensions; of entities the type and the id: "food 12".
    probabilities: Floats  # [choices], of what chooses.
    candidates: NDArray[np.int32]  # [choices] the id behind each, of what selects an entity.
    mean: Floats  # [dimensions], of numbers, in the environment's units.
    std: Floats


@dataclass(frozen=True)
class Attention:
    """How the agent's query weighed what is seen: a weight for each layer, head and token."""

    layers: list[str]
    ids: NDArray[np.int32]  # [tokens], the agent first; -1 of rays and patches of an image.
    types: list[str]  # [tokens] names of entity types and sensors.
    weights: Floats  # [layers, heads, tokens]; over the tokens they sum to 1.
    rollout: Floats  # [tokens] share of each in the agent's vector after all layers.

    @cached_property
    def by_entity(self) -> dict[int, Floats]:
        """From an entity's id to its weights [layers, heads]."""
        pairs = enumerate(self.ids.tolist())
        return {id: self.weights[:, :, token] for token, id in pairs if id >= 0}


@dataclass(frozen=True)
class Decision:
    action: Any  # Of the environment's action space.
    value: float  # Estimated discounted return, in the environment's rewards.
    heads: dict[str, HeadDecision]
    attention: Attention | None  # None: the policy does not attend.


class Policy:
    """A trained policy that acts for one agent; `load` loads it.

    `env_id`, `options` and `wrap` tell in which environment it was trained, `step` for how long.
    """

    def __init__(self, run: str, kind: str) -> None:
        self._native = _native.Policy(run, kind, registered)
        self.env_id = self._native.env_id
        self.options: dict[str, Any] = self._native.options
        self.wrap: dict[str, Any] = self._native.wrap
        self.step = self._native.step
        self.checkpoint = self._native.checkpoint
        spec = read_spec(self._native.spec())
        self._kind = next(kind for kind in spec.kinds if kind.name == self._native.kind)

    def make(self, **arguments: Any) -> Environment:
        """`saccade.make` of the environment in which it was trained; arguments win."""
        return make(self.env_id, **{"wrap": self.wrap, **self.options, **arguments})

    def make_vec(self, **arguments: Any) -> VectorEnvironment:
        """`saccade.make_vec` of the environment in which it was trained; arguments win."""
        return make_vec(self.env_id, **{"wrap": self.wrap, **self.options, **arguments})

    def reset(self, seed: int | None = None) -> None:
        """At the start of an episode: it forgets. `seed` draws the actions that are sampled."""
        self._native.reset(seed)

    def act(
        self,
        observation: Mapping[str, Any],
        info: Mapping[str, Any] | None = None,
        deterministic: bool = True,
    ) -> Any:
        """The most likely action, or a sampled one, for what `make` shows in either form.

        `info` is that of the same step. It is needed where heads have masks, and where the policy
        looks at where things are; then an Error asks for it.
        """
        reading = _Reading(self._kind, observation, info or {})
        self._want_places(info)
        numbers = self._native.act(*reading.arguments(), not deterministic)
        return reading.actions.action(numbers)

    def decide(
        self,
        observation: Mapping[str, Any],
        info: Mapping[str, Any] | None = None,
        deterministic: bool = True,
    ) -> Decision:
        """As `act`, with the reasons. Without `info` entities are counted from the agent, 0."""
        reading = _Reading(self._kind, observation, info or {})
        self._want_places(info)
        numbers, value, heads, attention = self._native.decide(
            *reading.arguments(), not deterministic
        )
        return Decision(
            reading.actions.action(numbers),
            value,
            {head["name"]: HeadDecision(**head) for head in heads},
            None if attention is None else Attention(**attention),
        )

    def _want_places(self, info: Mapping[str, Any] | None) -> None:
        if self._native.needs_places and (info is None or "positions" not in info):
            raise Error("this policy looks at where things are: give it the info of the step, too")


class _Reading:
    """An observation of either form, as the native side wants it."""

    def __init__(self, kind: Kind, observation: Mapping[str, Any], info: Mapping[str, Any]) -> None:
        self._kind = kind
        self._info = info
        self._observation = observation
        missing = [part.name for part in kind.seen_types if part.name not in observation]
        missing += [sensor.name for sensor in kind.sensors if sensor.name not in observation]
        if missing:
            raise Error(f"observation: found no {', '.join(missing)}, wanted all that is declared")
        padded = any(mask_key(entity.name) in observation for entity in kind.seen_types)
        rows = {entity.name: self._rows(entity) for entity in kind.seen_types}
        self._layout = Layout(kind, padded, rows)
        self.actions = Actions(self._layout)

    def _rows(self, entity: EntityType) -> int:
        """In the arrays; the agent itself is a row without an axis for it."""
        is_self = entity == self._kind.types[0]
        return 1 if is_self else len(self._observation[entity.name])

    def arguments(self) -> tuple[_native.Layout, list[Any], list[Any], list[Any]]:
        types = [self._entity(entity) for entity in self._kind.seen_types]
        sensors = [self._sensor(sensor) for sensor in self._kind.sensors]
        return self._layout.native(), types, sensors, self._masks()

    def _entity(self, entity: EntityType) -> tuple[Any, ...]:
        width = len(entity.features)
        features = np.asarray(self._observation[entity.name], np.float32)
        features = features.reshape(self._rows(entity), width)
        mask = self._observation.get(mask_key(entity.name))
        there = slice(None) if mask is None else np.asarray(mask, np.bool_)
        parts = [self._told(what, entity.name) for what in ("ids", "positions", "velocities")]
        rest = [None if part is None else np.asarray(part)[there] for part in parts]
        return features[there], None, *rest

    def _told(self, what: str, name: str) -> Any:
        return self._info.get(what, {}).get(name)

    def _sensor(self, sensor: Rays | Image) -> tuple[Any, ...]:
        presence = self._observation.get(mask_key(sensor.name))
        is_there = presence is None or bool(np.all(presence))
        values = self._observation[sensor.name] if is_there else None
        return values, None, self._told("poses", sensor.name)

    def _masks(self) -> list[Any]:
        parts = self.actions.parts(self._info.get("action_mask"))
        pairs = zip(self._kind.heads, parts, self.actions.sizes, strict=True)
        return [self._fitting(head, mask, size) for head, mask, size in pairs]

    def _fitting(self, head: Head, mask: Any, size: int) -> Any:
        """In sets a mask has room for more entities than there are."""
        if mask is None or not head.is_constrained:
            return None
        rows = sum(self._layout.most[self._kind.types[index].name] for index in head.types)
        return mask[: rows if head.kind == "select-entity" else size]


def load(run: str | os.PathLike[str], *, kind: str = "") -> Policy:
    """The policy of a run directory (its best checkpoint), "RUN@STEP", "RUN@latest" or a file.

    kind: the kind of agents, where there are several.
    """
    return Policy(os.fspath(run), kind)
