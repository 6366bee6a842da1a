"""Training in Python is training by the program."""

import json
import os
import signal
import threading
import tomllib
from pathlib import Path

import numpy as np
import pytest
from conftest import SMALL

import saccade


def tensors_of(run):
    """Of the latest checkpoint: the bytes of each tensor by name."""
    data = (Path(run) / "checkpoints/latest").read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    at = {name: tensor["data_offsets"] for name, tensor in header.items()}
    return {name: data[8 + size + a : 8 + size + b] for name, (a, b) in at.items()}


@pytest.mark.parametrize("config", ["forage", "lunar-lander-continuous"])
def test_bits_are_those_of_the_program(config, tmp_path, program):
    sets = [word for key, value in SMALL.items() for word in ("--set", f"{key}={value}")]
    program("train", config, "--steps", 384, "--seed", 5, "--out", tmp_path / "a", "--quiet", *sets)
    list(saccade.train(config, steps=384, seed=5, out=tmp_path / "b", set=SMALL))
    ours, theirs = tensors_of(tmp_path / "b"), tensors_of(tmp_path / "a")
    policy = [name for name in theirs if name.startswith(("policy.", "value.", "observation."))]
    assert policy and ours.keys() == theirs.keys()
    assert all(ours[name] == theirs[name] for name in policy)


def test_metrics_are_those_of_updates(tmp_path):
    training = saccade.train("cartpole", steps=384, out=tmp_path / "run", set=SMALL)
    rows = list(training)
    assert [row["step"] for row in rows] == [128, 256, 384]
    assert all(np.isfinite(list(row.values())).all() for row in rows)
    assert "entropy" in rows[0] and "eval_return_mean" in rows[-1]
    assert training.folder == tmp_path / "run" and training.result == str(tmp_path / "run")
    assert list(training) == []


def test_a_run_that_is_left_is_saved_and_goes_on(tmp_path):
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    list(saccade.train("cartpole", steps=512, out=whole, set=SMALL))
    for metrics in saccade.train("cartpole", steps=512, out=parts, set=SMALL):
        if metrics["step"] == 256:
            break
    del metrics
    assert saccade.load(f"{parts}@latest").step == 256
    assert [row["step"] for row in saccade.resume(parts)] == [384, 512]
    ours, theirs = tensors_of(parts), tensors_of(whole)
    names = [name for name in theirs if name.startswith("policy.")]
    assert names and all(ours[name] == theirs[name] for name in names)


def test_ctrl_c_saves_the_run(tmp_path):
    signal.signal(signal.SIGINT, signal.default_int_handler)  # A job in the background ignores it.
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        for _ in saccade.train("cartpole", steps=10**9, out=tmp_path / "run", set=SMALL):
            pass
    assert saccade.load(tmp_path / "run@latest").step > 0


def test_other_threads_go_on(tmp_path):
    beats = []
    stop = threading.Event()

    def beat():
        while not stop.wait(0.005):
            beats.append(1)

    thread = threading.Thread(target=beat)
    thread.start()
    settings = {**SMALL, "rollout.horizon": 4096}
    with saccade.train("cartpole", steps=10**9, out=tmp_path / "run", set=settings) as training:
        next(training)
        seen = len(beats)
    stop.set()
    thread.join()
    assert seen > 3


def test_presets_are_in_the_package(tmp_path):
    folder = Path(saccade.__file__).parent / "presets"
    assert (folder / "forage.toml").is_file()
    training = saccade.train("cartpole", steps=64, out=tmp_path / "run", set={"threads": 1})
    training.close()
    preset = tomllib.loads((folder / "cartpole.toml").read_text())["optimiser"]
    written = tomllib.loads((tmp_path / "run/config.toml").read_text())["optimiser"]
    assert written["learning_rate"] == preset["learning_rate"]


@pytest.mark.parametrize(
    "arguments, words",
    [
        ({"config": "cartpoole"}, "cartpole"),
        ({"set": {"policy.widht": 3}}, "policy.width"),
        ({"init": "nowhere"}, "nowhere"),
        ({"plugins": ["nothing.so"]}, "nothing.so"),
    ],
)
def test_what_is_wrong_is_named(arguments, words, tmp_path):
    with pytest.raises(saccade.Error, match=words):
        saccade.train(out=tmp_path / "run", **arguments)
    assert not (tmp_path / "run").exists()
