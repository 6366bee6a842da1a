"""Small environments for check_gym.py, each with what its name says."""
import os
from collections import OrderedDict

import gymnasium
import numpy as np
from gymnasium import spaces
from pettingzoo import ParallelEnv

STEPS = 20


class Base(gymnasium.Env):
    """Its rewards, all that its returns are made of, depend on the seed and the step alone."""

    observation_space = spaces.Box(-1, 1, (3,), np.float32)
    action_space = spaces.Discrete(3)

    def __init__(self, render_mode=None, length=STEPS, scale=1.0):
        self.render_mode, self.length, self.scale = render_mode, length, scale

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        self.at = 0
        return self.see(), {}

    def step(self, action):
        assert self.action_space.contains(action), action
        self.at += 1
        reward = self.scale * float(self.np_random.random())
        return self.see(), reward, self.at >= self.length, False, {}

    def see(self):
        return self.np_random.uniform(-1, 1, 3).astype(np.float32)


class Endless(Base):
    """Never terminates: only time ends it."""

    def step(self, action):
        observation, reward, _, _, info = super().step(action)
        return observation, reward, False, self.at >= self.length, info


class Many(Base):
    """Every kind of space at once."""

    observation_space = spaces.Dict(
        place=spaces.Box(-1, 1, (2, 2), np.float32),
        phase=spaces.Discrete(3, start=1),
        cards=spaces.MultiDiscrete([2, 3]),
        lamps=spaces.MultiBinary(4),
        words=spaces.Text(5),
        pair=spaces.Tuple((spaces.Discrete(2), spaces.Box(0, 5, (), np.float64))),
        berries=spaces.Sequence(spaces.Dict(at=spaces.Box(-1, 1, (2,)), ripe=spaces.Discrete(2))),
        others=spaces.Sequence(spaces.Box(-1, 1, (3,), np.float32), stack=True),
        view=spaces.Box(0, 255, (8, 12, 3), np.uint8))
    action_space = spaces.Dict(
        move=spaces.Discrete(4, start=-1),
        push=spaces.Box(np.array([0, -2], np.float32), np.array([1, 2], np.float32)),
        keys=spaces.Tuple((spaces.MultiDiscrete([2, 5]), spaces.MultiBinary(2))))

    def see(self):
        draw = self.np_random
        berries = [OrderedDict(at=draw.uniform(-1, 1, 2).astype(np.float32), ripe=int(draw.integers(2)))
                   for _ in range(draw.integers(4))]
        count = int(draw.integers(3))
        return {"place": draw.uniform(-1, 1, (2, 2)).astype(np.float32),
                "phase": int(draw.integers(1, 4)), "cards": draw.integers(0, [2, 3]),
                "lamps": draw.integers(0, 2, 4, dtype=np.int8), "words": "abc",
                "pair": (int(draw.integers(2)), np.float64(draw.uniform(0, 5))),
                "berries": tuple(berries),
                "others": draw.uniform(-1, 1, (count, 3)).astype(np.float32),
                "view": draw.integers(0, 256, (8, 12, 3), dtype=np.uint8)}


class Painted(Base):
    """Sees pixels, and shows itself."""

    metadata = {"render_modes": ["rgb_array"], "render_fps": 10}
    observation_space = spaces.Box(0, 255, (16, 16, 1), np.uint8)

    def see(self):
        return self.np_random.integers(0, 256, (16, 16, 1), dtype=np.uint8)

    def render(self):
        picture = np.zeros((40, 40, 3), np.uint8)
        picture[:, : 2 * self.at] = (200, 40, 40)
        return picture


class Rows(Base):
    observation_space = spaces.Box(-1, 1, (5, 4), np.float32)

    def see(self):
        return self.np_random.uniform(-1, 1, (5, 4)).astype(np.float32)


class Masked(Base):
    """Allows two of three choices, another two in each step."""

    def mask(self):
        mask = np.ones(3, np.int8)
        mask[self.at % 3] = 0
        return {"action_mask": mask}

    def reset(self, seed=None, options=None):
        return super().reset(seed=seed)[0], self.mask()

    def step(self, action):
        assert self.mask()["action_mask"][action] == 1, "a forbidden action"
        return *super().step(action)[:4], self.mask()


class Restless(Base):
    def see(self):
        return np.random.default_rng().uniform(-1, 1, 3).astype(np.float32)


class Wrong(Base):
    """Does in its third step what `how` says."""

    def __init__(self, how="throw", render_mode=None):
        super().__init__(render_mode)
        self.how = how

    def step(self, action):
        observation, reward, terminated, truncated, info = super().step(action)
        if self.at != 3:
            return observation, reward, terminated, truncated, info
        if self.how == "throw":
            raise RuntimeError("the wheels came off")
        if self.how == "die":
            os._exit(3)
        if self.how == "hang":
            while True:
                pass
        if self.how == "four":
            return observation, reward, terminated, info
        observation = {"nan": np.full(3, np.nan, np.float32), "shape": np.zeros(4, np.float32),
                       "words": "three"}.get(self.how, observation)
        return observation, "much" if self.how == "reward" else reward, terminated, truncated, info


class Herd(ParallelEnv):
    """Sheep that leave one after the other, the dog that stays, and a mask for the sheep."""

    metadata = {"name": "herd", "render_modes": []}
    possible_agents = ["sheep_0", "sheep_1", "dog_0"]
    STAY = {"sheep_0": 4, "sheep_1": 8, "dog_0": 12}

    def __init__(self, render_mode=None):
        self.render_mode = render_mode

    def observation_space(self, agent):
        box = spaces.Box(-1, 1, (2,), np.float32)
        if agent == "dog_0":
            return box
        return spaces.Dict(observation=box, action_mask=spaces.Box(0, 1, (3,), np.int8))

    def action_space(self, agent):
        return spaces.Box(-1, 1, (2,), np.float32) if agent == "dog_0" else spaces.Discrete(3)

    def reset(self, seed=None, options=None):
        self.draw = np.random.default_rng(seed)
        self.at, self.agents = 0, list(self.possible_agents)
        return self.see(self.agents), {agent: {} for agent in self.agents}

    def see(self, agents):
        boxes = {agent: self.draw.uniform(-1, 1, 2).astype(np.float32) for agent in agents}
        mask = np.array([1, 1, 0], np.int8)
        return {agent: box if agent == "dog_0" else {"observation": box, "action_mask": mask}
                for agent, box in boxes.items()}

    def step(self, actions):
        assert set(actions) == set(self.agents), actions
        for agent, action in actions.items():
            assert self.action_space(agent).contains(action) and (agent == "dog_0" or action < 2)
        self.at += 1
        last = self.agents
        ends = {agent: self.at >= self.STAY[agent] for agent in last}
        self.agents = [agent for agent in last if not ends[agent]]
        return (self.see(last), {agent: 1.0 for agent in last}, ends, dict.fromkeys(last, False),
                {agent: {} for agent in last})


def factory(render_mode=None):
    """No class: a file of somebody else may name any function."""
    return Base(render_mode)
