"""A picture of pixels as a scene of shapes: rectangles of one colour, as large as they get."""
import struct

import numpy as np

from saccade_gym.lines import Wrong

MOST_SIDE = 320  # Pixels that are shown of a picture's longer side.
MOST_SHAPES = 8000
SEAM = 0.5  # Pixels.
POLYGON = 1
SHAPE = np.dtype([("fill", "u1", 4), ("outline", "u1", 4), ("outline_width", "<f4"), ("entity", "<i4"),
                  ("anchor", "<u4"), ("form", "<u4"), ("count", "<u4"), ("points", "<f4", (4, 2))])


def shrink(pixels, factor):
    """The mean of squares of pixels; what does not fill one is cut off."""
    if factor == 1:
        return pixels
    height, width = (side // factor for side in pixels.shape[:2])
    parts = pixels[:height * factor, :width * factor].reshape(height, factor, width, factor, 3)
    return parts.mean(axis=(1, 3)).round().astype(np.uint8)


def rectangles(colors):
    """Of a picture [height, width] of whole numbers: arrays of top, bottom, left, right and colour."""
    height, width = colors.shape
    begins = np.ones((height, width), bool)
    begins[:, 1:] = colors[:, 1:] != colors[:, :-1]
    top, left = np.nonzero(begins)
    ends = np.append(left[1:], 0)
    right = np.where(ends == 0, width, ends)
    color = colors[top, left]
    order = np.lexsort((top, color, right, left))  # Equal runs below each other become neighbours.
    top, left, right, color = (array[order] for array in (top, left, right, color))
    first = np.ones(len(top), bool)
    first[1:] = ((np.diff(top) != 1) | (np.diff(left) != 0) | (np.diff(right) != 0) |
                 (np.diff(color) != 0))
    starts = np.nonzero(first)[0]
    bottom = top[np.append(starts[1:], len(top)) - 1] + 1
    return top[starts], bottom, left[starts], right[starts], color[starts]


def closed(parts, colors, background):
    """The rectangles, in the order of drawing.  Between two that touch a seam would shine through: so all
    grow a little to the right and down, where there is another rectangle all along, which is drawn over it."""
    order = np.lexsort((parts[2], parts[0]))
    top, bottom, left, right, color = (array[order] for array in parts)
    height, width = colors.shape
    is_free = np.pad(colors == background, ((1, 0), (1, 0)))
    along, down = is_free[1:].cumsum(axis=1), is_free[:, 1:].cumsum(axis=0)
    below, beside = np.minimum(bottom, height - 1), np.minimum(right, width - 1)
    grows_down = (bottom < height) & (along[below, right] == along[below, left])
    grows_right = (right < width) & (down[bottom, beside] == down[top, beside])
    return top, bottom + SEAM * grows_down, left, right + SEAM * grows_right, color


def found(pixels):
    """The picture as rectangles that are not too many, and how far it was shrunk for that."""
    factor = -(-max(pixels.shape[:2]) // MOST_SIDE)
    while True:
        small = shrink(pixels, factor).astype(np.int64) & 0xF8  # Nobody sees the last bits.
        colors = small[..., 0] << 16 | small[..., 1] << 8 | small[..., 2]
        values, counts = np.unique(colors, return_counts=True)
        background = values[counts.argmax()]
        parts = rectangles(colors)
        parts = [array[parts[4] != background] for array in parts]
        if len(parts[0]) <= MOST_SHAPES:
            return closed(parts, colors, background), background, factor, colors.shape
        factor += 1


def bytes_of(color):
    """Red, green, blue and full opacity; full white stays white."""
    channels = np.stack([color >> 16 & 255, color >> 8 & 255, color & 255], -1)
    channels = channels | channels >> 5
    return np.concatenate([channels, np.full((*channels.shape[:-1], 1), 255)], -1).astype(np.uint8)


def scene_of(pixels, height=None):
    """The content of a frame 'scene'.  The picture is `height` units high, or one for each pixel, and its
    centre is where images of observations have theirs."""
    if isinstance(pixels, list) and pixels:
        pixels = pixels[-1]
    if not isinstance(pixels, np.ndarray) or pixels.ndim != 3 or pixels.shape[2] != 3:
        kind = f"shape {pixels.shape}" if isinstance(pixels, np.ndarray) else type(pixels).__name__
        raise Wrong(f"render: found {kind}, wanted an array of height x width x 3")
    (top, bottom, left, right, color), background, factor, shape = found(pixels.astype(np.uint8))
    unit = factor if height is None else height / shape[0]
    half = (shape[1] * unit / 2, shape[0] * unit / 2)
    shapes = np.zeros(len(top), SHAPE)
    shapes["fill"] = bytes_of(color)
    shapes["entity"] = -1
    shapes["form"] = POLYGON
    shapes["count"] = 4
    west, east = left * unit - half[0], right * unit - half[0]
    north, south = half[1] - top * unit, half[1] - bottom * unit
    shapes["points"] = np.stack([np.stack([west, south], -1), np.stack([east, south], -1),
                                 np.stack([east, north], -1), np.stack([west, north], -1)], 1)
    head = struct.pack("<4f", -half[0], -half[1], *half) + bytes_of(background).tobytes()
    return head + struct.pack("<I", len(shapes)) + shapes.tobytes()
