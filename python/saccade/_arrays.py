"""The arrays that the native side gives: of each entity type, sensor and action head, for all agents."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int32]
Bytes: TypeAlias = NDArray[np.int8]
Floats: TypeAlias = NDArray[np.float32]

# Features [agents, rows, width], mask [agents, rows], ids, positions and velocities [agents, rows, 2].
Type: TypeAlias = tuple[Floats, Bytes | None, Ints | None, Floats | None, Floats | None]
Sensor: TypeAlias = tuple[Floats, Bytes, Floats]  # Values, presence [agents], pose [agents, 3].
Seen: TypeAlias = tuple[list[Type], list[Sensor], list[Bytes | None]]  # The last: masks of the heads.
