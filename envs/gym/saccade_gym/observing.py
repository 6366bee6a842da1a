"""What becomes of an observation: numbers of the agent itself, sets of entities, images."""
import struct

import numpy as np
from gymnasium import spaces
from gymnasium.vector.utils import iterate

from saccade_gym.lines import Wrong

ALONE = struct.pack("<Ii", 1, 0)  # One entity, whose id is 0.
NO_PLACES = struct.pack("<I", 0)
ALONE_NAME = "x"  # Begins names of features where nothing has one.
IDS_OF_A_SET = 1 << 20
LEAST_IMAGE = 8  # Pixels, of a picture without channels; a smaller one is a table.


def leaves(space, path=()):
    """The spaces that are neither Dict nor Tuple, each with its path."""
    if isinstance(space, spaces.Dict):
        for key, part in space.spaces.items():
            yield from leaves(part, (*path, key))
    elif isinstance(space, spaces.Tuple):
        for index, part in enumerate(space.spaces):
            yield from leaves(part, (*path, index))
    else:
        yield path, space


def at(value, path):
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            raise Wrong(f"observation: found no part {path_name(path)!r} in it") from None
    return value


def path_name(path, alone="observation"):
    return ".".join(str(key) for key in path) or alone


def want_shape(name, array, shape):
    if array.shape != shape:
        raise Wrong(f"{name}: found the shape {array.shape}, wanted {shape}")


def as_numbers(name, value):
    try:
        return np.asarray(value, np.float32)
    except (TypeError, ValueError):
        raise Wrong(f"{name}: found {type(value).__name__}, wanted numbers") from None


def box_names(name, shape):
    if int(np.prod(shape)) == 1:
        return [name]
    return [".".join([name, *map(str, index)]) for index in np.ndindex(*shape)]


def label_of(name):
    """For messages; an only part has no name of its own."""
    return "observation" if name == ALONE_NAME else f"observation {name}"


class Numbers:
    """A Box or a MultiBinary, as it is."""

    def __init__(self, name, space):
        self.label, self.shape = label_of(name), space.shape
        self.features = box_names(name, space.shape)

    def fill(self, value, row):
        array = as_numbers(self.label, value)
        want_shape(self.label, array, self.shape)
        row[:] = array.reshape(-1)


class Choices:
    """Whole numbers, one-hot; `firsts` and `counts` have one for each."""

    def __init__(self, name, firsts, counts, shape):
        self.label, self.shape = label_of(name), shape
        self.firsts = np.asarray(firsts, np.int64).reshape(-1)
        self.counts = np.asarray(counts, np.int64).reshape(-1)
        self.starts = np.concatenate([[0], np.cumsum(self.counts)[:-1]])
        self.features = [f"{part}={first + i}"
                         for part, first, count in zip(box_names(name, shape), self.firsts, self.counts)
                         for i in range(count)]

    def fill(self, value, row):
        array = as_numbers(self.label, value)
        want_shape(self.label, array, self.shape)
        index = array.reshape(-1) - self.firsts
        if not ((index >= 0) & (index < self.counts) & (index == np.floor(index))).all():
            raise Wrong(f"{self.label}: found {value}, wanted whole numbers from {self.firsts.tolist()} "
                        f"to {(self.firsts + self.counts - 1).tolist()}")
        row[:] = 0
        row[self.starts + index.astype(np.int64)] = 1


def numbers_of(name, space):
    """What makes features of a leaf, or None."""
    if isinstance(space, spaces.Box):
        return Numbers(name, space)
    if isinstance(space, spaces.Discrete):
        return Choices(name, [space.start], [space.n], ())
    if isinstance(space, spaces.MultiDiscrete):
        start = getattr(space, "start", np.zeros(space.shape))
        return Choices(name, start, space.nvec, space.shape)
    if isinstance(space, spaces.MultiBinary):
        return Numbers(name, space)
    return None


class Row:
    """Several leaves, one after the other, as the features of one entity."""

    def __init__(self, parts):
        self.features = [name for _, part in parts for name in part.features]
        self.values = np.zeros(len(self.features), "<f4")
        ends = np.cumsum([len(part.features) for _, part in parts]).tolist()
        self.places = [(path, part, self.values[end - len(part.features):end])
                       for (path, part), end in zip(parts, ends)]

    def fill(self, value):
        for path, part, place in self.places:
            part.fill(at(value, path) if path else value, place)
        return self.values


def element_row(name, space):
    """The features of an element of a Sequence."""
    parts = [(path, numbers_of(path_name(path, ALONE_NAME), leaf)) for path, leaf in leaves(space)]
    if any(part is None for _, part in parts):
        raise Wrong(f"{name}: found a Sequence of {space}, wanted elements of Box, Discrete, "
                    "MultiDiscrete, MultiBinary, and Dict or Tuple of those")
    return Row(parts)


class Set:
    """A Sequence: entities, any number of them."""

    def __init__(self, name, space):
        self.name, self.space = name, space
        self.row = element_row(name, space.feature_space)
        self.description = {"type": name, "features": self.row.features}

    def rows(self, value):
        if getattr(self.space, "stack", False):
            value = list(iterate(self.space.stacked_feature_space, value))
        if not isinstance(value, (tuple, list)):
            raise Wrong(f"{self.name}: found {type(value).__name__}, wanted a tuple")
        table = np.empty((len(value), len(self.row.features)), "<f4")
        for place, element in zip(table, value):
            place[:] = self.row.fill(element)
        return table


class Table:
    """A Box of two dimensions whose rows are entities."""

    def __init__(self, name, space):
        self.name, self.shape = name, space.shape
        self.description = {"type": name, "features": [f"x.{i}" for i in range(space.shape[1])],
                            "fixed_count": space.shape[0]}

    def rows(self, value):
        table = as_numbers(self.name, value)
        want_shape(self.name, table, self.shape)
        return table


class Picture:
    """A Box of bytes: height x width x channels, or channels first, or one channel."""

    def __init__(self, name, space):
        self.name, self.shape = name, space.shape
        sides = (*space.shape, 1) if len(space.shape) == 2 else space.shape
        self.is_flipped = sides[0] <= 4 < sides[2]
        height, width, channels = (*sides[1:], sides[0]) if self.is_flipped else sides
        names = ["red", "green", "blue"] if channels == 3 else [str(i) for i in range(channels)]
        self.description = {"image": name, "height": height, "width": width, "channels": names}

    @staticmethod
    def is_one(space):
        if not isinstance(space, spaces.Box) or space.dtype != np.uint8:
            return False
        return len(space.shape) == 3 or (len(space.shape) == 2 and min(space.shape) >= LEAST_IMAGE)

    def content(self, value):
        pixels = as_numbers(self.name, value)
        want_shape(self.name, pixels, self.shape)
        if self.is_flipped:
            pixels = np.moveaxis(pixels, 0, -1)
        return struct.pack("<Iff", 1, 0, 0) + (pixels / np.float32(255)).astype("<f4").tobytes()


class Sight:
    """An observation space, and the content of frames made of its values."""

    def __init__(self, space, rows=(), without=()):
        """`rows` names boxes whose rows are entities, `without` keys that are not for the policy."""
        own, self.sets, self.images, self.left_out = [], [], [], []
        for path, leaf in leaves(space):
            name = path_name(path)
            if path and path[0] in without:
                continue
            if isinstance(leaf, spaces.Text):
                self.left_out.append(name)  # Words mean nothing to a policy of numbers.
            elif isinstance(leaf, spaces.Sequence):
                self.sets.append((path, Set(name, leaf)))
            elif isinstance(leaf, spaces.Box) and len(leaf.shape) == 2 and name in rows:
                self.sets.append((path, Table(name, leaf)))
            elif Picture.is_one(leaf):
                self.images.append((path, Picture(name, leaf)))
            else:
                own.append((path, numbers_of(path_name(path, ALONE_NAME), leaf)))
                if own[-1][1] is None:
                    raise Wrong(f"observation {name}: found the space {leaf}, wanted Box, Discrete, "
                                "MultiDiscrete, MultiBinary, Sequence, Text, Dict or Tuple")
        self.own = Row(own)
        unknown = set(rows) - {part.name for _, part in self.sets if isinstance(part, Table)}
        if unknown:
            raise Wrong(f"env.rows: found {', '.join(sorted(unknown))}, wanted names of Boxes of two "
                        "dimensions in the observation; an only one is called observation")

    @property
    def description(self):
        return [{"type": "self", "features": self.own.features, "fixed_count": 1},
                *(part.description for _, part in self.sets),
                *(part.description for _, part in self.images)]

    def content(self, value):
        own = ALONE + self.own.fill(value).tobytes() + NO_PLACES
        if not (self.sets or self.images):
            return own
        parts = [own]
        for index, (path, part) in enumerate(self.sets):
            table = part.rows(at(value, path))
            first = 1 + index * IDS_OF_A_SET
            ids = np.arange(first, first + len(table), dtype="<i4")
            parts += [struct.pack("<I", len(table)), ids.tobytes(), table.tobytes(), NO_PLACES]
        parts += [part.content(at(value, path)) for path, part in self.images]
        return b"".join(parts)
