"""Observations and infos of Gymnasium, of one agent or of many, from the native arrays."""

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from saccade._actions import Actions
from saccade._arrays import Seen
from saccade._layout import Layout, mask_key

Pick = Callable[[NDArray[Any]], NDArray[Any]]


class View:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.kind = layout.kind
        self.actions = Actions(layout)

    def observation(self, seen: Seen, at: int | None = None) -> dict[str, NDArray[Any]]:
        """Of agent `at`, or of all, stacked."""
        pick = _picker(at)
        types, sensors, _ = seen
        parts: dict[str, NDArray[Any]] = {}
        for index, (entity, arrays) in enumerate(zip(self.kind.seen_types, types, strict=True)):
            features, mask = arrays[:2]
            if index == 0:
                features = features[:, 0]
            parts[entity.name] = pick(features)
            if index > 0 and self.layout.padded and mask is not None:
                parts[mask_key(entity.name)] = pick(mask)
        for sensor, (values, presence, _) in zip(self.kind.sensors, sensors, strict=True):
            parts[sensor.name] = pick(values)
            if sensor.optional:
                parts[mask_key(sensor.name)] = pick(presence[:, None])
        return parts

    def entities(self, seen: Seen, at: int | None = None) -> dict[str, Any]:
        """Which entities and sensors the rows are, and where: by name."""
        pick = _picker(at)
        types, sensors, _ = seen
        names = [entity.name for entity in self.kind.seen_types]
        info: dict[str, Any] = {}
        for place, what in enumerate(("ids", "positions", "velocities"), start=2):
            info[what] = {
                name: pick(array)
                for name, arrays in zip(names, types, strict=True)
                if (array := arrays[place]) is not None
            }
        if sensors:
            poses = [pose for _, _, pose in sensors]
            named = zip(self.kind.sensors, poses, strict=True)
            info["poses"] = {sensor.name: pick(pose) for sensor, pose in named}
        return info

    def action_mask(self, seen: Seen, at: int) -> Any:
        return self.actions.mask(seen[2], at)


def _picker(at: int | None) -> Pick:
    return (lambda array: array) if at is None else (lambda array: array[at])


