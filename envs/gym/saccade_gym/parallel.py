"""An environment with PettingZoo's parallel functions: several agents that act at once."""
import re
import struct

import numpy as np

from saccade_gym.acting import Acts
from saccade_gym.lines import Wrong
from saccade_gym.observing import Sight
from saccade_gym.picturing import scene_of
from saccade_gym.single import as_reward, common_description, image_height, small_seed

MASK = "action_mask"  # The key of an observation that says which choices there are.


def without_number(agent):
    """The adversary of adversary_2."""
    return re.sub(r"[_-]?\d+$", "", str(agent)) or "agent"


class Kind:
    """Agents that are called alike, and see and do the same."""

    def __init__(self, name, observation, action, rows):
        self.name, self.spaces = name, (observation, action)
        self.agents = []
        parts = getattr(observation, "spaces", None)
        has_mask = isinstance(parts, dict) and MASK in parts
        self.sight = Sight(observation, rows, without=(MASK,) if has_mask else ())
        self.acts = Acts(action)
        if has_mask and self.acts.is_choice:
            self.acts.expect_masks()

    @property
    def description(self):
        return {"name": self.name.replace(".", "-"), "agents": len(self.agents),
                "observation": self.sight.description, "action": self.acts.heads}

    def content(self, observation, is_over):
        mask = None
        if self.acts.is_masked:
            mask = observation.get(MASK) if isinstance(observation, dict) else None
        return self.sight.content(observation) + self.acts.content(mask, is_over)


def kinds_of(env, agents, rows):
    """The agents, grouped; kinds that would have one name are numbered."""
    kinds = []
    for agent in agents:
        spaces = (env.observation_space(agent), env.action_space(agent))
        name = without_number(agent)
        kind = next((kind for kind in kinds if kind.spaces == spaces and kind.called == name), None)
        if kind is None:
            taken = sum(kind.called == name for kind in kinds)
            kind = Kind(f"{name}-{taken + 1}" if taken else name, *spaces, rows)
            kind.called = name
            kinds.append(kind)
        kind.agents.append(agent)
    return kinds


class Parallel:
    def __init__(self, name, env, rows):
        self.env = env
        agents = list(getattr(env, "possible_agents", ()))
        if not agents:
            raise Wrong("possible_agents: found none, wanted the names of all agents")
        self.kinds = kinds_of(env, agents, rows)
        self.description = common_description(name, env, [kind.description for kind in self.kinds])
        self.height = image_height(self.kinds[0].sight)
        self.present = set()

    @property
    def left_out(self):
        return [name for kind in self.kinds for name in kind.sight.left_out]

    def reset(self, seed):
        found = self.env.reset(seed=small_seed(seed))
        if not isinstance(found, tuple) or len(found) != 2:
            raise Wrong("reset: wanted a tuple of observations and infos")
        self.present = set(self.env.agents)
        return self.state(*found, {}, False, False)

    def step(self, content):
        found = self.env.step(self.actions(np.frombuffer(content, "<f4")))
        if not isinstance(found, tuple) or len(found) != 5:
            raise Wrong("step: wanted a tuple of observations, rewards, terminations, truncations and "
                        "infos")
        observations, rewards, terminations, truncations, infos = found
        rewards = {agent: rewards.get(agent, 0.0) for agent in self.present}
        last, self.present = self.present, set(self.env.agents)
        # Those that are done at last leave the list; they may still be in it.
        is_done = {agent: terminations.get(agent, False) or truncations.get(agent, False)
                   for agent in last}
        if any(not is_done.get(agent, False) for agent in self.present):
            self.present = {agent for agent in self.present if not is_done.get(agent, False)}
            return self.state(observations, infos, rewards, False, False)
        # The episode is over.  Whose time is up is there until the end: what follows still has a value.
        cut = {agent for agent in last if truncations.get(agent) and not terminations.get(agent)}
        self.present = cut or {agent for agent in last if agent in observations}
        return self.state(observations, infos, rewards, not cut, bool(cut))

    def actions(self, numbers):
        actions, begin = {}, 0
        for kind in self.kinds:
            for agent in kind.agents:
                end = begin + kind.acts.width
                if agent in self.present:
                    actions[agent] = kind.acts.action(numbers[begin:end])
                begin = end
        return actions

    def state(self, observations, infos, rewards, terminated, truncated):
        parts = [struct.pack("<IIi", terminated, truncated, -1)]
        for kind in self.kinds:
            for agent in kind.agents:
                is_present = agent in self.present
                parts.append(struct.pack("<fI", as_reward(rewards.get(agent, 0.0)), is_present))
                if not is_present:
                    continue
                if agent not in observations:
                    raise Wrong(f"observations: found none of {agent}, wanted one of each that is there")
                try:
                    parts.append(kind.content(observations[agent], terminated or truncated))
                except Wrong as error:
                    raise Wrong(f"{agent}: {error}") from None
        return b"".join(parts)

    def draw(self):
        return scene_of(self.env.render(), self.height)

    def close(self):
        self.env.close()
