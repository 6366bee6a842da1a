"""Many environments with one agent each, stepped in C++, as a gymnasium.vector.VectorEnv."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from saccade import _native
from saccade._arrays import Seen
from saccade._env import _GREATEST_SEED, end_info, make_view, refuse_options
from saccade._environments import maker
from saccade._errors import Error
from saccade._spaces import Spec, read_spec
from saccade._view import View

Observation = dict[str, Any]  # Arrays by name.
Array = NDArray[Any]
_MODES = {
    AutoresetMode.NEXT_STEP: _native.Autoreset.NEXT_STEP,
    AutoresetMode.SAME_STEP: _native.Autoreset.SAME_STEP,
}


class VectorEnvironment(VectorEnv[Observation, Any, Array]):
    """Environments in the padded form, stepped together; `make_vec` makes it.

    Observations, rewards and infos are those of gymnasium.vector.SyncVectorEnv around as many
    environments of `make(..., observation="padded")`, but for the entities in infos, which are
    there only if they were asked for.
    """

    def __init__(
        self,
        made: _native.Maker,
        view: View,
        num_envs: int,
        num_threads: int,
        autoreset_mode: AutoresetMode,
        entity_info: bool,
    ) -> None:
        self.description: Spec = read_spec(made.spec())
        self.metadata = {"autoreset_mode": autoreset_mode, "render_modes": []}
        self.num_envs = num_envs
        self.single_observation_space = view.layout.observation_space()
        self.single_action_space = view.actions.space()
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._view = view
        self._same_step = autoreset_mode == AutoresetMode.SAME_STEP
        self._entity_info = entity_info
        self._seeded = np.zeros(num_envs, np.bool_)
        self._masks: list[Any] = []
        self._episodes = _native.Episodes(
            made, view.layout.native(), num_envs, num_threads, _MODES[autoreset_mode], entity_info
        )

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[Observation, dict[str, Any]]:
        """Begins an episode in each: of seed, seed + 1, ..., of the seeds in a list, or the next.

        options: {"reset_mask": [num_envs] bools} begins only some.
        """
        super().reset(seed=seed if isinstance(seed, int) else None)
        rest = dict(options or {})
        chosen = np.ones(self.num_envs, np.bool_)
        if "reset_mask" in rest:
            chosen = np.asarray(rest.pop("reset_mask"), np.bool_)
        refuse_options(rest)
        seen = self._episodes.reset(self._seeds(seed, chosen), list(chosen))[0]
        return self._view.observation(seen), self._infos(seen, chosen)

    def _seeds(self, seed: int | Sequence[int | None] | None, chosen: Array) -> list[int | None]:
        seeds: list[int | None] = [None] * self.num_envs
        if isinstance(seed, int):
            seeds = [seed + index for index in range(self.num_envs)]
        elif seed is not None:
            seeds = list(seed)
        if len(seeds) != self.num_envs or len(chosen) != self.num_envs:
            raise Error(
                f"reset: found {len(seeds)} seeds and a mask of {len(chosen)}, wanted "
                f"{self.num_envs} of both"
            )
        for index in np.flatnonzero(chosen & ~self._seeded):
            if seeds[index] is None:
                seeds[index] = int(self.np_random.integers(_GREATEST_SEED))
            self._seeded[index] = True
        return seeds

    def step(self, actions: Any) -> tuple[Observation, Array, Array, Array, dict[str, Any]]:
        """Takes actions [num_envs, ...]; those of who begins anew have no effect."""
        numbers = self._view.actions.numbers(actions, self.num_envs)
        step = self._episodes.step(numbers)
        seen, rewards, terminated, truncated, _, outcomes, counts, last = step
        ended = np.flatnonzero(terminated | truncated)
        infos: dict[str, Any] = {}
        if self._same_step and len(ended) > 0:
            infos = self._final_infos(last, ended, outcomes, counts)
        infos.update(self._infos(seen, np.ones(self.num_envs, np.bool_)))
        if not self._same_step:
            infos = self._add_ends(infos, ended, outcomes, counts)
        return self._view.observation(seen), rewards, terminated, truncated, infos

    def action_masks(self) -> NDArray[np.bool_]:
        """[num_envs, choices of all heads] what can be chosen now, for sb3-contrib's MaskablePPO."""
        if any(not head.is_choice for head in self._view.kind.heads):
            raise Error("action_masks: found an action that holds numbers, wanted choices alone")
        rows = [self._view.actions.flat_mask(self._masks, i) for i in range(self.num_envs)]
        return np.stack(rows)

    def _infos(self, seen: Seen, whose: Array) -> dict[str, Any]:
        self._masks = seen[2]
        return self._seen_infos(seen, whose)

    def _seen_infos(self, seen: Seen, whose: Array) -> dict[str, Any]:
        infos: dict[str, Any] = {}
        if self._entity_info:
            for what, arrays in self._view.entities(seen).items():
                _put(infos, what, _nested(arrays, whose), whose)
        actions = self._view.actions
        if actions.is_one_choice and actions.is_constrained:
            _put(infos, "action_mask", seen[2][0], whose)
        elif actions.is_constrained:
            for index in np.flatnonzero(whose):
                mask = {"action_mask": actions.mask(seen[2], int(index))}
                infos = self._add_info(infos, mask, int(index))
        return infos

    def _add_ends(
        self, infos: dict[str, Any], ended: Array, outcomes: Array, counts: Array
    ) -> dict[str, Any]:
        for index in ended:
            info = end_info(self.description, int(outcomes[index]), counts[index])
            infos = self._add_info(infos, info, int(index))
        return infos

    def _final_infos(
        self, last: Seen | None, ended: Array, outcomes: Array, counts: Array
    ) -> dict[str, Any]:
        """final_obs and final_info of the episodes that ended with this step."""
        assert last is not None
        whose = np.isin(np.arange(self.num_envs), ended)
        final: Array = np.full(self.num_envs, None, dtype=object)
        for index in ended:
            final[index] = self._view.observation(last, int(index))
        infos = self._seen_infos(last, whose)
        infos = self._add_ends(infos, ended, outcomes, counts)
        return {
            "final_obs": final,
            "_final_obs": whose,
            "final_info": infos,
            "_final_info": whose.copy(),
        }


def _nested(arrays: Mapping[str, Array], whose: Array) -> dict[str, Any]:
    infos: dict[str, Any] = {}
    for name, array in arrays.items():
        _put(infos, name, array, whose)
    return infos


def _put(infos: dict[str, Any], name: str, value: Any, whose: Array) -> None:
    """As Gymnasium has it: 0 for all others, and beside the values, whose they are."""
    if isinstance(value, np.ndarray) and not whose.all():
        value = np.where(whose.reshape(-1, *[1] * (value.ndim - 1)), value, value.dtype.type(0))
    infos[name] = value
    infos["_" + name] = whose.copy()


def make_vec(
    env: str,
    num_envs: int = 1,
    num_threads: int = 1,
    autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
    max_entities: int | Mapping[str, int] | None = None,
    entity_info: bool = False,
    wrap: Mapping[str, Any] | None = None,
    **options: Any,
) -> VectorEnvironment:
    """Many environments with one agent each, in the padded form, stepped in C++.

    num_threads: among which the environments are shared out; no result depends on it. Python's own
        go on meanwhile.
    autoreset_mode: NEXT_STEP or SAME_STEP of gymnasium.vector.AutoresetMode.
    entity_info: whether infos tell ids, positions, velocities and poses, as those of `make` do.
    All else is as of `make`.
    """
    if num_envs < 1 or num_threads < 1:
        raise Error(
            f"make_vec: found {num_envs} environments and {num_threads} threads, wanted one or more"
        )
    mode = AutoresetMode(autoreset_mode)
    if mode not in _MODES:
        raise Error(f"autoreset_mode: found {mode}, wanted NEXT_STEP or SAME_STEP")
    made = maker(env, options, wrap)
    view = make_view(made, "padded", max_entities)
    return VectorEnvironment(made, view, num_envs, num_threads, mode, entity_info)
