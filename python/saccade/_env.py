"""One environment with one agent, as a gymnasium.Env."""

from collections.abc import Mapping
from typing import Any

import gymnasium
import numpy as np
from gymnasium.envs.registration import EnvSpec
from numpy.typing import NDArray

from saccade import _native
from saccade._arrays import Seen
from saccade._environments import maker
from saccade._errors import Error
from saccade._layout import make_layout
from saccade._spaces import Spec, read_spec
from saccade._view import View

Observation = dict[str, Any]  # Arrays by name.
_GREATEST_SEED = 2**63


class Environment(gymnasium.Env[Observation, Any]):
    """An environment of Saccade; `make` makes it.

    Observations are dicts by entity type and sensor (docs/python.md has the shapes). In `info`:
    `ids`, `positions`, `velocities` of the entities by type ([n], [n, 2], [n, 2]; inf where they are
    not known), `poses` of the sensors ([3]: x, y, heading), `action_mask` where what can be chosen
    depends on what is seen and, once the episode has ended, `outcome` if it has one, and `counts`.
    """

    metadata: dict[str, Any] = {"render_modes": []}

    def __init__(self, made: _native.Maker, view: View, spec: EnvSpec) -> None:
        self.description: Spec = read_spec(made.spec())
        self.spec = spec
        self.render_mode = None
        self.observation_space = view.layout.observation_space()
        self.action_space = view.actions.space()
        self._view = view
        never = _native.Autoreset.NEVER
        self._episodes = _native.Episodes(made, view.layout.native(), 1, 1, never, True)
        self._seeded = False
        self._masks: list[Any] = []

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Begins the episode of this seed, the same as that of the program, or the next one."""
        super().reset(seed=seed)
        refuse_options(options)
        if seed is None and not self._seeded:
            seed = int(self.np_random.integers(_GREATEST_SEED))
        self._seeded = True
        seen = self._episodes.reset([seed], [True])[0]
        return self._view.observation(seen, 0), self._info(seen)

    def step(self, action: Any) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Takes an action; a choice that cannot be made now stands for the next one that can."""
        numbers = self._view.actions.numbers(action, 1)
        seen, rewards, terminated, truncated, _, outcomes, counts, _ = self._episodes.step(numbers)
        ends = bool(terminated[0]), bool(truncated[0])
        info = self._info(seen)
        if any(ends):
            info.update(end_info(self.description, int(outcomes[0]), counts[0]))
        return self._view.observation(seen, 0), float(rewards[0]), *ends, info

    def action_masks(self) -> NDArray[np.bool_]:
        """What can be chosen now, as sb3-contrib's MaskablePPO asks: all choices of all heads."""
        if any(not head.is_choice for head in self._view.kind.heads):
            raise Error("action_masks: found an action that holds numbers, wanted choices alone")
        return self._view.actions.flat_mask(self._masks, 0)

    def _info(self, seen: Seen) -> dict[str, Any]:
        info = self._view.entities(seen, 0)
        self._masks = seen[2]
        mask = self._view.action_mask(seen, 0)
        if mask is not None:
            info["action_mask"] = mask
        return info


def end_info(spec: Spec, outcome: int, counts: NDArray[np.float32]) -> dict[str, Any]:
    """What is told of an episode that has ended."""
    info: dict[str, Any] = {}
    if outcome >= 0:
        info["outcome"] = spec.outcomes[outcome]
    if spec.counts:
        info["counts"] = {
            name: float(count) for name, count in zip(spec.counts, counts, strict=True)
        }
    return info


def refuse_options(options: Mapping[str, Any] | None) -> None:
    """Those of an environment are given when it is made."""
    if options:
        raise Error(f"reset: found options {sorted(options)}, wanted none: give them to make()")


def refuse_render_mode(render_mode: str | None) -> None:
    if render_mode is not None:
        raise Error(
            f"render_mode: found {render_mode!r}, wanted None: the package is built without the "
            "viewer; `saccade watch` shows environments"
        )


def make_view(
    made: _native.Maker, observation: str, max_entities: int | Mapping[str, int] | None
) -> View:
    """Throws Error for an environment of several agents."""
    spec = read_spec(made.spec())
    if spec.agents != 1:
        raise Error(f"environment {spec.id}: found {spec.agents} agents, wanted one")
    return View(make_layout(spec.kinds[0], observation, max_entities, made.counted()))


def make(
    env: str,
    render_mode: None = None,
    observation: str = "sets",
    max_entities: int | Mapping[str, int] | None = None,
    wrap: Mapping[str, Any] | None = None,
    **options: Any,
) -> Environment:
    """An environment with one agent.

    env: its id; `saccade.envs()` lists them.
    observation: "sets", in which each entity type is an array [entities, features] of any length;
        or "padded", [most, features] with a mask [most].
    max_entities: how many entities of a type there are at most, for all types or by type; by
        default as the options have it, else 32. One more raises an Error that names the type. In
        sets it only bounds the choices of an action that selects an entity.
    wrap: wrappers and their values, {"noise": 0.02}; docs/wrappers.md lists them.
    options: the environment's own, as `saccade envs ENV` lists them: food_max=12.
    """
    refuse_render_mode(render_mode)
    made = maker(env, options, wrap)
    view = make_view(made, observation, max_entities)
    kwargs = {
        "env": env,
        "observation": observation,
        "max_entities": max_entities,
        "wrap": wrap,
        **options,
    }
    spec = EnvSpec(id=f"saccade/{env}-v0", entry_point="saccade:make", kwargs=kwargs)
    return Environment(made, view, spec)
