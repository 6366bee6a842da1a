"""An environment of Gymnasium, as Saccade sees it: one agent."""
import struct

import numpy as np

from saccade_gym.acting import Acts
from saccade_gym.lines import Wrong
from saccade_gym.observing import Sight
from saccade_gym.picturing import scene_of

MOST_SEED = 0x7FFFFFFF
LONGEST_ID = 64


def small_seed(seed):
    """Not every environment takes 64 bits.  Small ones stay as they are."""
    return (seed ^ seed >> 31 ^ seed >> 62) & MOST_SEED


def as_reward(value):
    if type(value) is float:
        return value
    if isinstance(value, (str, bytes)) or np.size(value) != 1:
        raise Wrong(f"reward: found {type(value).__name__}, wanted a number")
    return float(value)


def image_height(sight):
    """Of an only image, which the world's picture can lie under."""
    images = [part.description["height"] for _, part in sight.images]
    return images[0] if len(images) == 1 else None


def common_description(name, env, kinds):
    """What descriptions of one agent and of several have in common."""
    spec = getattr(env, "spec", None)
    metadata = getattr(env, "metadata", None) or {}
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.lower())
    description = {
        "id": "-".join(["gym", *words.split()])[:LONGEST_ID].rstrip("-"),
        "kinds": kinds,
        "draws": getattr(env, "render_mode", None) in ("rgb_array", "rgb_array_list"),
    }
    if getattr(spec, "max_episode_steps", None):
        description["max_steps"] = spec.max_episode_steps
    if metadata.get("render_fps"):
        description["steps_per_second"] = metadata["render_fps"]
    return description


class Single:
    def __init__(self, name, env, rows):
        self.env = env
        self.sight = Sight(env.observation_space, rows)
        self.acts = Acts(env.action_space, meanings_of(env))
        # Whether there are masks is not declared anywhere.
        if self.acts.mask_of(self.start(0)[1].get("action_mask")):
            self.acts.expect_masks()
        kind = {"observation": self.sight.description, "action": self.acts.heads}
        self.description = common_description(name, env, [kind])
        self.height = image_height(self.sight)

    @property
    def left_out(self):
        return self.sight.left_out

    def start(self, seed):
        found = self.env.reset(seed=small_seed(seed))
        if not isinstance(found, tuple) or len(found) != 2 or not isinstance(found[1], dict):
            raise Wrong("reset: wanted a tuple of an observation and a dict")
        return found

    def reset(self, seed):
        observation, info = self.start(seed)
        return self.state(observation, 0.0, False, False, info)

    def step(self, content):
        found = self.env.step(self.acts.action(np.frombuffer(content, "<f4")))
        if not isinstance(found, tuple) or len(found) != 5:
            raise Wrong("step: wanted a tuple of observation, reward, terminated, truncated and info")
        observation, reward, terminated, truncated, info = found
        return self.state(observation, as_reward(reward), bool(terminated), bool(truncated), info)

    def state(self, observation, reward, terminated, truncated, info):
        head = struct.pack("<IIifI", terminated, truncated, -1, reward, 1)
        heads = self.acts.content(info.get("action_mask") if self.acts.is_masked else None,
                                  terminated or truncated)
        return head + self.sight.content(observation) + heads

    def draw(self):
        return scene_of(self.env.render(), self.height)

    def close(self):
        self.env.close()


def meanings_of(env):
    """Names of the choices, as Atari's games have them."""
    meanings = getattr(getattr(env, "unwrapped", env), "get_action_meanings", None)
    try:
        return meanings() if callable(meanings) else None
    except Exception:
        return None  # Theirs is a courtesy.
