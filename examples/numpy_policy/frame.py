"""What an agent sees, in its own frame: policy.frame = position or pose."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Pose:
    position: np.ndarray  # [2] World units.
    heading: float  # rad; 0 unless it is to be taken away.


def to_agent(space, frame, tokens, rays):
    """Moves and rotates the features and motions of `tokens`, one Tokens per entry of `space`.

    `rays` are the observation's readings by name.
    """
    if frame == "world":
        return
    pose = pose_of(space[0], frame, tokens[0].features)
    for entry, of_type in zip(space, tokens):
        for group in entry.get("geometry", []):
            move(group, entry["features"], of_type.features, pose, frame)
        if frame == "pose":
            if entry.get("rays") in rays:
                rotate_waves(of_type.features, rays[entry["rays"]].heading - pose.heading)
            of_type.motion = np.concatenate(
                [rotate(of_type.motion[:, :2], pose), rotate(of_type.motion[:, 2:], pose)], axis=1
            )


def pose_of(entry, frame, features):
    """Where the agent is and faces, by its own features [1 x n]."""
    pose = Pose(np.zeros(2), 0.0)
    for group in entry["geometry"]:
        columns, unit = columns_of(group, entry["features"])
        values = features[0, columns] * unit
        if group["kind"] == "position":
            pose.position = values
        if group["kind"] == "heading" and frame == "pose":
            pose.heading = values[0] if len(columns) == 1 else np.arctan2(values[1], values[0])
    return pose


def columns_of(group, names):
    """The columns of a group's features, and what a 1 stands for in each."""
    columns = [names.index(name) for name in group["features"]]
    return columns, np.array(group["unit"][: len(columns)])


def move(group, names, features, pose, frame):
    """Replaces the columns of one group in features [n x features]."""
    is_place = group["kind"] in ("point", "position")
    if frame == "position" and not is_place:
        return
    columns, unit = columns_of(group, names)
    values = features[:, columns] * unit
    if len(columns) == 1:
        values = np.angle(np.exp(1j * (values - pose.heading)))
    else:
        values = rotate(values - pose.position if is_place else values, pose)
    features[:, columns] = values / unit


def rotate(vectors, pose):
    """Vectors [n x 2], rotated by minus the heading."""
    c, s = np.cos(pose.heading), np.sin(pose.heading)
    return vectors @ np.array([[c, -s], [s, c]])


def rotate_waves(features, angle):
    """The last six columns cos a, sin a, cos 2a, ..., sin 4a become those of a + angle."""
    for column, k in ((-6, 1), (-4, 2), (-2, 4)):
        wave = (features[:, column] + 1j * features[:, column + 1]) * np.exp(1j * k * angle)
        features[:, column], features[:, column + 1] = wave.real, wave.imag
