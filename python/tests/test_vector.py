"""Vector environments do what Gymnasium's own do around the single ones, in both modes."""

import numpy as np
import pytest
from gymnasium.utils.env_checker import data_equivalence
from gymnasium.vector import AutoresetMode, SyncVectorEnv

import saccade

ENVS = ["cartpole", "pendulum", "forage", "matching-balls", "lunar-lander"]
COUNT = 3


def same(left, right):
    if isinstance(left, np.ndarray) and left.dtype == object:
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return data_equivalence(left, right, exact=True)


def single(env):
    return lambda: saccade.make(env, observation="padded")


@pytest.mark.parametrize("mode", [AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP])
@pytest.mark.parametrize("env", ENVS)
def test_equals_gymnasiums_vector_environment(env, mode):
    ours = saccade.make_vec(env, COUNT, num_threads=2, autoreset_mode=mode, entity_info=True)
    theirs = SyncVectorEnv([single(env)] * COUNT, autoreset_mode=mode)
    assert ours.metadata["autoreset_mode"] == mode
    assert ours.observation_space == theirs.observation_space
    assert ours.action_space == theirs.action_space
    assert all(map(same, ours.reset(seed=7), theirs.reset(seed=7)))
    ours.action_space.seed(0)
    ended = 0
    for _ in range(450):
        actions = ours.action_space.sample()
        left, right = ours.step(actions), theirs.step(actions)
        assert all(map(same, left, right))
        ended += int((left[2] | left[3]).sum())
    assert ended > 0


def test_threads_change_nothing():
    runs = []
    for threads in (1, 3):
        environment = saccade.make_vec("forage", 5, num_threads=threads)
        environment.reset(seed=1)
        environment.action_space.seed(1)
        steps = [environment.step(environment.action_space.sample()) for _ in range(50)]
        runs.append(np.array([step[1] for step in steps]))
    assert np.array_equal(*runs) and runs[0].any()


def test_some_are_reset():
    environment = saccade.make_vec("cartpole", 3)
    before = environment.reset(seed=0)[0]["self"]
    chosen = np.array([False, True, False])
    seen, info = environment.reset(seed=[None, 8, None], options={"reset_mask": chosen})
    assert np.array_equal(seen["self"][[0, 2]], before[[0, 2]])
    assert not np.array_equal(seen["self"][1], before[1])
    assert np.array_equal(seen["self"][1], saccade.make("cartpole").reset(seed=8)[0]["self"])


def test_arrays_are_not_written_to_later():
    environment = saccade.make_vec("cartpole", 2)
    first = environment.reset(seed=0)[0]["self"]
    copy = first.copy()
    environment.step(np.array([0, 1]))
    assert np.array_equal(first, copy)


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"num_envs": 0}, "found 0 environments"),
        ({"num_envs": 2, "autoreset_mode": AutoresetMode.DISABLED}, "NEXT_STEP or SAME_STEP"),
    ],
)
def test_what_is_wrong_is_named(arguments, words):
    with pytest.raises(saccade.Error, match=words):
        saccade.make_vec("cartpole", **arguments)


def test_the_number_of_seeds_is_checked():
    with pytest.raises(saccade.Error, match="found 3 seeds"):
        saccade.make_vec("cartpole", 2).reset(seed=[1, 2, 3])
    with pytest.raises(saccade.Error, match="entity type food"):
        saccade.make_vec("forage", 2, max_entities=1).reset(seed=0)
