"""Environments are those of the program, and what Gymnasium wants them to be."""

import os
import subprocess
import sys

import numpy as np
import pytest
from conftest import single_agent_envs
from gymnasium.utils.env_checker import check_env

import saccade

ENVS = single_agent_envs()


@pytest.mark.parametrize("form", ["sets", "padded"])
@pytest.mark.parametrize("env", ENVS)
@pytest.mark.filterwarnings("ignore")
def test_gymnasium_accepts_it(env, form):
    environment = saccade.make(env, observation=form)
    check_env(environment.unwrapped)
    environment.close()


def rows_of(entities, width):
    return np.array([entity[1:] for entity in entities], np.float32).reshape(len(entities), width)


def assert_same(seen, info, recorded):
    for index, (name, entities) in enumerate(recorded.items()):
        features = seen[name][None] if index == 0 else seen[name]
        assert np.array_equal(features, rows_of(entities, features.shape[1])), name
        assert info["ids"][name].tolist() == [entity[0] for entity in entities]


@pytest.mark.parametrize("env", ENVS)
def test_episodes_are_those_of_the_program(env, episodes_of):
    environment = saccade.make(env)
    for episode in episodes_of(env, 2):
        seen, info = environment.reset(seed=episode["seed"])
        assert_same(seen, info, episode["observations"][0][0])
        for step, action in enumerate(episode["actions"]):
            space = environment.action_space
            taken = action if space.shape else max(0, int(action[0]))
            seen, reward, terminated, truncated, info = environment.step(taken)
            assert np.float32(reward) == np.float32(episode["rewards"][step][0])
            assert_same(seen, info, episode["observations"][step + 1][0])
            assert (terminated or truncated) == (step + 1 == len(episode["actions"]))
        assert (terminated, truncated) == (episode["terminated"], episode["truncated"])
        assert info.get("outcome", "") == episode["outcome"]


@pytest.mark.parametrize("env", ["forage", "crowd-nav", "minefield", "highway"])
def test_padded_rows_are_those_of_the_sets(env):
    sets, padded = saccade.make(env), saccade.make(env, observation="padded")
    pairs = [sets.reset(seed=3)[0], padded.reset(seed=3)[0]]
    sets.action_space.seed(0)
    for _ in range(20):
        names = [name for name in pairs[0] if name + "_mask" in pairs[1]]
        assert names
        for name in names:
            mask = pairs[1][name + "_mask"].astype(bool)
            assert np.array_equal(pairs[1][name][mask], pairs[0][name])
            assert not pairs[1][name][~mask].any()
        action = sets.action_space.sample()
        steps = [sets.step(action), padded.step(action)]
        assert steps[0][1:4] == steps[1][1:4]
        if steps[0][2] or steps[0][3]:
            break
        pairs = [step[0] for step in steps]


def test_seeds_choose_episodes():
    environment = saccade.make("forage", observation="padded")
    first = environment.reset(seed=5)[0]
    second = environment.reset()[0]
    assert not np.array_equal(first["food"], second["food"])
    assert np.array_equal(first["food"], environment.reset(seed=5)[0]["food"])
    assert np.array_equal(second["food"], environment.reset()[0]["food"])


def test_sensors_are_boxes():
    environment = saccade.make("forage", rays=16, image=True, entities=False)
    seen, info = environment.reset(seed=0)
    (rays,) = [name for name, array in seen.items() if array.shape[:1] == (16,)]
    assert seen[rays].shape[1] > 1
    assert info["poses"][rays].shape == (3,)
    hit = seen[rays][:, 1:].sum(axis=1)
    assert set(hit.tolist()) <= {0.0, 1.0} and hit.any()
    assert any(array.shape[:2] == (24, 24) for array in seen.values())


def test_options_and_wrappers_have_their_effect():
    plain = saccade.make("forage", food_min=3, food_max=3)
    assert len(plain.reset(seed=1)[0]["food"]) == 3
    noisy = saccade.make("forage", food_min=3, food_max=3, wrap={"noise": 0.5})
    assert not np.array_equal(noisy.reset(seed=1)[0]["food"], plain.reset(seed=1)[0]["food"])


def test_a_choice_that_cannot_be_made_stands_for_the_next_one():
    environment = saccade.make("matching-balls", observation="padded")
    _, info = environment.reset(seed=0)
    mask = info["action_mask"]
    assert mask.shape == (environment.action_space.n,)
    assert np.array_equal(environment.action_masks(), mask.astype(bool))
    first = int(np.flatnonzero(mask)[0])
    last = environment.action_space.n - 1
    assert not mask[last]
    wrapped = environment.step(last)
    environment.reset(seed=0)
    meant = environment.step(first)
    assert wrapped[1:4] == meant[1:4]
    assert np.array_equal(wrapped[0]["ball"], meant[0]["ball"])


def test_positions_are_those_of_the_entities():
    _, info = saccade.make("forage").reset(seed=0)
    assert np.isfinite(info["positions"]["food"]).all()
    assert info["positions"]["food"].shape == (len(info["ids"]["food"]), 2)


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"env": "forrage"}, "did you mean forage"),
        ({"env": "tag"}, "agents, wanted one"),
        ({"env": "forage", "fod_max": 3}, "fod_max"),
        ({"env": "forage", "food_max": -1}, "food_max"),
        ({"env": "forage", "food_max": object()}, "food_max"),
        ({"env": "forage", "wrap": {"nois": 1}}, "nois"),
        ({"env": "forage", "observation": "flat"}, "'sets' or 'padded'"),
        ({"env": "forage", "max_entities": {"foood": 3}}, "foood"),
        ({"env": "forage", "max_entities": {"food": 0}}, "wanted one or more"),
        ({"env": "forage", "render_mode": "human"}, "render_mode"),
    ],
)
def test_what_is_wrong_is_named(arguments, words):
    with pytest.raises(saccade.Error, match=words) as caught:
        saccade.make(**arguments)
    assert isinstance(caught.value, ValueError)


def test_more_entities_than_room_name_the_type():
    environment = saccade.make("forage", observation="padded", max_entities={"food": 1})
    with pytest.raises(saccade.Error, match="entity type food: found .* wanted at most 1"):
        environment.reset(seed=0)


def test_steps_outside_of_an_episode_are_refused():
    environment = saccade.make("cartpole")
    with pytest.raises(saccade.Error, match="reset"):
        environment.step(0)
    environment.reset(seed=0)
    with pytest.raises(saccade.Error, match="wanted a whole number from 0 to 1"):
        environment.step(2)
    while not any(environment.step(0)[2:4]):
        pass
    with pytest.raises(saccade.Error, match="reset"):
        environment.step(0)


def test_environments_in_python_live_in_this_python():
    """No other one is on the path; SACCADE_PYTHON names none."""
    code = "import saccade; print(saccade.make('gym:CartPole-v1').reset(seed=1)[0]['self'].shape)"
    env = {key: value for key, value in os.environ.items() if key != "SACCADE_PYTHON"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**env, "PATH": ""})
    assert done.stdout == "(4,)\n", done.stderr
