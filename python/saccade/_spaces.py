"""What an environment shows and accepts, as the native side describes it."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class EntityType:
    name: str
    features: tuple[str, ...]
    fixed_count: int | None  # None: any number.
    critic_only: bool  # Seen by a critic in training alone; not part of observations here.


@dataclass(frozen=True)
class Rays:
    name: str
    count: int
    range: float
    hits: tuple[str, ...]
    optional: bool


@dataclass(frozen=True)
class Image:
    name: str
    height: int
    width: int
    channels: tuple[str, ...]
    optional: bool


@dataclass(frozen=True)
class Head:
    """Part of an action: one of several labels, numbers within bounds, or an entity."""

    name: str
    kind: str  # "categorical", "continuous" or "select-entity".
    labels: tuple[str, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    types: tuple[int, ...] = ()  # Indices of the entity types among which it selects.
    masked: bool = False
    optional: bool = False

    @property
    def is_choice(self) -> bool:
        return self.kind != "continuous"

    @property
    def is_constrained(self) -> bool:
        """Whether which choices there are depends on what is seen."""
        return self.is_choice and (self.masked or self.optional or self.kind == "select-entity")

    @property
    def width(self) -> int:
        """Numbers in an action."""
        return 1 if self.is_choice else len(self.low)


@dataclass(frozen=True)
class Kind:
    """Agents that see and act alike."""

    name: str
    agents: int
    types: tuple[EntityType, ...]
    rays: tuple[Rays, ...]
    images: tuple[Image, ...]
    heads: tuple[Head, ...]

    @property
    def seen_types(self) -> list[EntityType]:
        """Those that an agent sees; the first is the agent itself."""
        return [entity for entity in self.types if not entity.critic_only]

    @property
    def sensors(self) -> list[Rays | Image]:
        return [*self.rays, *self.images]


@dataclass(frozen=True)
class Spec:
    id: str
    max_steps: int | None  # None: episodes may go on for ever.
    steps_per_second: float
    reward: tuple[float | None, float | None]  # Bounds; None: there is none.
    outcomes: tuple[str, ...]
    counts: tuple[str, ...]
    kinds: tuple[Kind, ...]

    @property
    def agents(self) -> int:
        return sum(kind.agents for kind in self.kinds)


def _entity_type(json_type: dict[str, Any]) -> EntityType:
    count = json_type["fixed_count"]
    return EntityType(
        json_type["type"],
        tuple(json_type["features"]),
        None if count < 0 else count,
        json_type.get("critic_only", False),
    )


def _rays(part: dict[str, Any]) -> Rays:
    hits = tuple(part["hits"])
    return Rays(part["rays"], part["count"], part["range"], hits, part["optional"])


def _image(part: dict[str, Any]) -> Image:
    channels = tuple(part["channels"])
    return Image(part["image"], part["height"], part["width"], channels, part["optional"])


def _head(part: dict[str, Any]) -> Head:
    lists = ("labels", "low", "high", "types")
    labels, low, high, types = (tuple(part.get(key, ())) for key in lists)
    masked, optional = (bool(part.get(key, False)) for key in ("masked", "optional"))
    return Head(part["head"], part["kind"], labels, low, high, types, masked, optional)


def _kind(part: dict[str, Any]) -> Kind:
    seen = part["observation"]
    return Kind(
        part["name"],
        part["agents"],
        tuple(_entity_type(entity) for entity in seen if "type" in entity),
        tuple(_rays(sensor) for sensor in seen if "rays" in sensor),
        tuple(_image(sensor) for sensor in seen if "image" in sensor),
        tuple(_head(head) for head in part["action"]),
    )


def read_spec(text: str) -> Spec:
    part = json.loads(text)
    return Spec(
        part["id"],
        part["max_steps"],
        part["steps_per_second"],
        (part["reward"][0], part["reward"][1]),
        tuple(part["outcomes"]),
        tuple(part["counts"]),
        tuple(_kind(kind) for kind in part["kinds"]),
    )
