"""What an agent sees, and the tokens that a network reads of it."""

from dataclasses import dataclass, field

import numpy as np

NOWHERE = (np.nan, np.nan)  # The position of an entity that has none; a velocity that is unknown.


@dataclass
class Entity:
    features: list
    position: tuple = NOWHERE  # World units.
    velocity: tuple = NOWHERE  # World units per second.


@dataclass
class Rays:
    """What a fan of rays measured."""

    distances: list  # [count] in [0, range]
    hits: list  # [count] index into the sensor's hits; -1: nothing.
    origin: tuple = NOWHERE
    heading: float = 0.0  # Of ray 0, rad.


@dataclass
class Image:
    pixels: list  # [height x width x channels] in any nesting, the top row first.
    origin: tuple = NOWHERE  # The point of the world at its centre.


@dataclass
class Observation:
    entities: dict  # Name of the type -> list of Entity.  The agent's own type has exactly one.
    rays: dict = field(default_factory=dict)  # Name -> Rays; left out: no reading.
    images: dict = field(default_factory=dict)  # Name -> Image; likewise.
    masks: dict = field(default_factory=dict)  # Name of a masked head -> 1 or 0 per choice.
    absent_heads: list = field(default_factory=list)  # Names of heads that take no part.


@dataclass
class Tokens:
    """The tokens of one type."""

    name: str
    features: np.ndarray  # [n x features]
    motion: np.ndarray  # [n x 4] x, y, their rates of change; NaN where unknown.
    is_sensor: bool = False  # Parts of a sensor's reading, not entities.
    critic_only: bool = False


def tokens_of(space, observation, patch):
    """One Tokens per type in the order of `space`, the metadata's list of types and sensors."""
    for kind in ("type", "rays", "image"):
        check_names(kind, space, observation)
    return [
        entity_tokens(entry, observation.entities.get(entry["type"], []))
        if "type" in entry
        else ray_tokens(entry, observation.rays.get(entry["rays"]))
        if "rays" in entry
        else patch_tokens(entry, observation.images.get(entry["image"]), patch)
        for entry in space
    ]


def check_names(kind, space, observation):
    """What an observation tells of must be what the policy was trained to see."""
    parts = {"type": observation.entities, "rays": observation.rays, "image": observation.images}
    known = [entry[kind] for entry in space if kind in entry]
    for name in parts[kind]:
        if name not in known:
            raise ValueError(f"{kind} {name}: the policy does not see it, wanted one of {known}")


def entity_tokens(entry, entities):
    features = np.array([entity.features for entity in entities], float)
    motion = np.array([(*entity.position, *entity.velocity) for entity in entities], float)
    shape = (len(entities), len(entry["features"]))
    return Tokens(
        entry["type"],
        features.reshape(shape),
        motion.reshape(-1, 4),
        critic_only=entry.get("critic_only", False),
    )


def waves(angle):
    """cos a, sin a, cos 2a, sin 2a, cos 4a, sin 4a: [n] -> [n x 6]"""
    return np.stack([f(k * angle) for k in (1, 2, 4) for f in (np.cos, np.sin)], axis=1)


def ray_tokens(entry, rays):
    """One per ray: distance / range, what was hit ("nothing" first), waves of its angle."""
    kinds = len(entry["hits"]) + 1
    if rays is None:
        return Tokens(entry["rays"], np.zeros((0, 1 + kinds + 6)), np.zeros((0, 4)), True)
    distances = np.array(rays.distances, float)
    angle = 2 * np.pi * np.arange(entry["count"]) / entry["count"]
    hit = np.eye(kinds)[np.array(rays.hits) + 1]
    features = np.concatenate([distances[:, None] / entry["range"], hit, waves(angle)], axis=1)
    direction = np.stack([np.cos(rays.heading + angle), np.sin(rays.heading + angle)], axis=1)
    ends = np.array(rays.origin) + distances[:, None] * direction
    return Tokens(entry["rays"], features, at_rest_unknown(ends), True)


def patch_tokens(entry, image, patch):
    """One per patch, row by row: its pixels (0 beyond the edge), waves of row and column."""
    height, width, channels = entry["height"], entry["width"], len(entry["channels"])
    rows, cols = -(-height // patch), -(-width // patch)
    if image is None:
        features = np.zeros((0, patch * patch * channels + 12))
        return Tokens(entry["image"], features, np.zeros((0, 4)), True)
    pixels = np.zeros((rows * patch, cols * patch, channels))
    pixels[:height, :width] = np.reshape(image.pixels, (height, width, channels))
    patches = (
        pixels.reshape(rows, patch, cols, patch, channels).swapaxes(1, 2).reshape(rows * cols, -1)
    )
    row, col = np.divmod(np.arange(rows * cols), cols)
    place = [waves(np.pi * (row + 0.5) / rows), waves(np.pi * (col + 0.5) / cols)]
    x = image.origin[0] + ((col + 0.5) * patch - width / 2) * entry["pixel_size"]
    y = image.origin[1] - ((row + 0.5) * patch - height / 2) * entry["pixel_size"]
    motion = at_rest_unknown(np.stack([x, y], axis=1))
    return Tokens(entry["image"], np.concatenate([patches, *place], axis=1), motion, True)


def at_rest_unknown(places):
    """Places [n x 2] as motions [n x 4] whose velocity is unknown."""
    return np.concatenate([places, np.full_like(places, np.nan)], axis=1)


def normalise(tensors, tokens, limit):
    """Features less their running mean, over their deviation, limited to [-limit, limit]."""
    mean = tensors[f"observation.{tokens.name}.mean"]
    variance = np.maximum(tensors[f"observation.{tokens.name}.variance"], 1e-4)
    tokens.features = np.clip((tokens.features - mean) / np.sqrt(variance), -limit, limit)
