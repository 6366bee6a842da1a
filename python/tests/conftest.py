"""What tests share. SACCADE_BUILD names a build folder with the program and write_episodes."""

import json
import os
import subprocess
from pathlib import Path

import pytest

import saccade

# Small enough for seconds.
SMALL = {
    "rollout.envs": 4,
    "rollout.horizon": 32,
    "ppo.minibatches": 2,
    "policy.width": 16,
    "eval.episodes": 4,
    "threads": 1,
}


def single_agent_envs():
    descriptions = {env: saccade.describe(env) for env in saccade.envs()}
    return [env for env, description in descriptions.items() if description["agents"] == 1]


@pytest.fixture(scope="session")
def build():
    folder = os.environ.get("SACCADE_BUILD")
    if not folder:
        pytest.skip("SACCADE_BUILD names no build folder")
    return Path(folder)


@pytest.fixture(scope="session")
def program(build):
    """Runs the program and returns what it prints."""

    def run(*arguments):
        command = [build / "saccade", *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return run


@pytest.fixture(scope="session")
def episodes_of(build):
    """Episodes of random actions, as write_episodes has them."""

    def write(env, count, *options):
        command = [build / "tests/interop/write_episodes", env, str(count), *options]
        lines = subprocess.run(command, check=True, capture_output=True).stdout.splitlines()
        return [json.loads(line) for line in lines]

    return write
