"""The two forms of an observation, and their spaces in Gymnasium."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from gymnasium import spaces

from saccade import _native
from saccade._errors import Error
from saccade._spaces import EntityType, Image, Kind, Rays

DEFAULT_MOST = 32  # Entities of a type of which nothing says how many there are at most.
_UNBOUNDED = 2**31 - 1


@dataclass(frozen=True)
class Layout:
    """How the observations of a kind of agents look."""

    kind: Kind
    padded: bool
    most: Mapping[str, int]  # Entities of each type, at most.

    def native(self) -> _native.Layout:
        selected = {index for head in self.kind.heads for index in head.types}
        types = enumerate(self.kind.types)
        rows = [self._rows(index in selected, entity) for index, entity in types]
        return _native.Layout(rows, self.padded)

    def _rows(self, selected: bool, entity: EntityType) -> int:
        if entity.critic_only:
            return 0
        return self.most[entity.name] if self.padded or selected else _UNBOUNDED

    def observation_space(self) -> spaces.Dict:
        parts: dict[str, spaces.Space[object]] = {}
        for index, entity in enumerate(self.kind.seen_types):
            parts.update(self._entity_spaces(entity, is_self=index == 0))
        for sensor in self.kind.sensors:
            parts[sensor.name] = _sensor_space(sensor)
            if sensor.optional:
                parts[mask_key(sensor.name)] = spaces.MultiBinary(1)
        return spaces.Dict(parts)

    def _entity_spaces(self, entity: EntityType, is_self: bool) -> dict[str, spaces.Space[object]]:
        width = len(entity.features)
        if is_self:
            return {entity.name: _numbers(width)}
        if not self.padded:
            return {entity.name: spaces.Sequence(_numbers(width), stack=True)}
        most = self.most[entity.name]
        padded: dict[str, spaces.Space[object]] = {entity.name: _numbers(most, width)}
        if entity.fixed_count is None:
            padded[mask_key(entity.name)] = spaces.MultiBinary(most)
        return padded


def mask_key(name: str) -> str:
    """Under which an observation says which rows of a type are there, or whether a sensor is."""
    return name + "_mask"


def _numbers(*shape: int) -> spaces.Box:
    return spaces.Box(-np.inf, np.inf, shape, np.float32)


def _sensor_space(sensor: Rays | Image) -> spaces.Box:
    if isinstance(sensor, Image):
        return _numbers(sensor.height, sensor.width, len(sensor.channels))
    high = np.ones((sensor.count, 1 + len(sensor.hits)), np.float32)
    high[:, 0] = sensor.range
    return spaces.Box(np.zeros_like(high), high, dtype=np.float32)


def make_layout(
    kind: Kind,
    observation: str,
    max_entities: int | Mapping[str, int] | None,
    counted: Mapping[str, int],
) -> Layout:
    """`counted`: how many entities of a type there are at most as the options have it."""
    if observation not in ("sets", "padded"):
        raise Error(f"observation: found {observation!r}, wanted 'sets' or 'padded'")
    names = {entity.name: entity for entity in kind.seen_types}
    given = max_entities if isinstance(max_entities, Mapping) else {}
    for name in given:
        if name not in names or names[name].fixed_count is not None:
            wanted = [entity.name for entity in names.values() if entity.fixed_count is None]
            raise Error(
                f"max_entities: found {name!r}, wanted an entity type of varying number: "
                f"{', '.join(wanted) or 'there is none'}"
            )
    default = max_entities if isinstance(max_entities, int) else None
    # At least a row each: a mask without one is no space.
    known = {name: max(1, count) for name, count in counted.items()}
    most = {
        name: _first(entity.fixed_count, given.get(name), default, known.get(name), DEFAULT_MOST)
        for name, entity in names.items()
    }
    for name, entity in names.items():
        if entity.fixed_count is None and most[name] < 1:
            raise Error(f"max_entities: found {most[name]} of {name}, wanted one or more")
    _check_keys(kind)
    return Layout(kind, observation == "padded", most)


def _first(*counts: int | None) -> int:
    return next(int(count) for count in counts if count is not None)


def _check_keys(kind: Kind) -> None:
    names = [entity.name for entity in kind.seen_types] + [sensor.name for sensor in kind.sensors]
    for name in names:
        if mask_key(name) in names:
            raise Error(f"the environment has both '{name}' and '{mask_key(name)}', a mask's name")
