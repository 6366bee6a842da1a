"""Policies act as they do in the program."""

import json

import numpy as np
import pytest
from conftest import SMALL

import saccade

EPISODES = 3
RUNS = {
    "cartpole": {},
    "pendulum": {},
    "forage": {},
    "matching-balls": {},
    "placed": {"env.id": "forage", "policy.position": "fourier", "policy.memory": "gru"},
}


@pytest.fixture(scope="module", params=RUNS)
def run(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / request.param
    config = "forage" if request.param == "placed" else request.param
    training = saccade.train(
        config, steps=256, seed=3, out=folder, set={**SMALL, **RUNS[request.param]}
    )
    assert len(list(training)) == 2
    return folder


def play(policy, environment, seed, **arguments):
    policy.reset(seed=seed)
    seen, info = environment.reset(seed=seed)
    total, ends = 0.0, (False, False)
    while not any(ends):
        seen, reward, *ends, info = environment.step(policy.act(seen, info, **arguments))
        total += reward
    return total


def returns_of(program, run, *arguments):
    report = json.loads(program("eval", run, "--episodes", EPISODES, "--json", *arguments))
    return [episode["return"] for episode in report["per_episode"]]


@pytest.mark.parametrize("form", ["sets", "padded"])
def test_returns_are_those_of_the_program(run, form, program):
    policy = saccade.load(run)
    environment = policy.make(observation=form)
    returns = [play(policy, environment, seed) for seed in range(EPISODES)]
    assert returns == pytest.approx(returns_of(program, run), rel=1e-12)


def test_sampled_actions_are_those_of_the_program(run, program):
    policy = saccade.load(run)
    environment = policy.make()
    returns = [play(policy, environment, seed, deterministic=False) for seed in range(EPISODES)]
    assert returns == pytest.approx(returns_of(program, run, "--stochastic"), rel=1e-12)


def test_a_decision_is_the_action_with_its_reasons(run):
    policy, twin = saccade.load(run), saccade.load(f"{run}@latest")
    environment = policy.make()
    seen, info = environment.reset(seed=1)
    for _ in range(3):
        decision = policy.decide(seen, info)
        assert np.array_equal(decision.action, twin.act(seen, info))
        assert np.isfinite(decision.value)
        for head in decision.heads.values():
            assert len(head.labels) == max(len(head.probabilities), len(head.mean))
            assert len(head.mean) > 0 or head.probabilities.sum() == pytest.approx(1, abs=1e-5)
        check_attention(decision.attention, info)
        seen, *_, info = environment.step(decision.action)


def check_attention(attention, info):
    if attention is None:
        return
    ids = np.concatenate(list(info["ids"].values()))
    assert sorted(attention.by_entity) == sorted(ids.tolist())
    layers, heads, tokens = attention.weights.shape
    assert layers == len(attention.layers) and tokens == len(attention.types)
    assert attention.weights.sum(axis=2) == pytest.approx(np.ones((layers, heads)), abs=1e-4)


def test_forage_attends(tmp_path):
    list(saccade.train("forage", steps=128, out=tmp_path / "run", set=SMALL))
    policy = saccade.load(tmp_path / "run")
    seen, _ = policy.make().reset(seed=0)
    assert policy.decide(seen).attention.types[:2] == ["self", "food"]


def test_places_and_masks_are_asked_for(tmp_path):
    out = tmp_path / "placed"
    list(saccade.train("forage", steps=128, out=out, set={**SMALL, "policy.position": "fourier"}))
    policy = saccade.load(out)
    seen, info = policy.make().reset(seed=0)
    with pytest.raises(saccade.Error, match="give it the info"):
        policy.act(seen)
    policy.act(seen, info)
    del seen["food"]
    with pytest.raises(saccade.Error, match="found no food"):
        policy.act(seen, info)


def test_missing_runs_and_kinds_are_named(run):
    with pytest.raises(saccade.Error, match="nowhere"):
        saccade.load("nowhere")
    with pytest.raises(saccade.Error, match="kind: found 'cook'"):
        saccade.load(run, kind="cook")
