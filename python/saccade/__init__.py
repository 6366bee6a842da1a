"""Saccade in Python: environments for Gymnasium, trained policies and training.

    import saccade

    env = saccade.make("forage")                      # a gymnasium.Env
    many = saccade.make_vec("forage", num_envs=64)    # a gymnasium.vector.VectorEnv
    for metrics in saccade.train("forage", steps=200_000, out="runs/first"):
        print(metrics["step"], metrics.get("return_mean"))
    policy = saccade.load("runs/first")

docs/python.md of the repository tells of all of it.
"""

import os
import sys

# Environments gym:ID live in processes of this Python, unless it names another one.
os.environ.setdefault("SACCADE_PYTHON", sys.executable)

from saccade._environments import describe, envs, load_plugin
from saccade._errors import Error
from saccade._env import Environment, make
from saccade._policy import Attention, Decision, HeadDecision, Policy, load
from saccade._training import Training, resume, train
from saccade._vector import VectorEnvironment, make_vec

__all__ = [
    "Attention",
    "Decision",
    "Environment",
    "Error",
    "HeadDecision",
    "Policy",
    "Training",
    "VectorEnvironment",
    "describe",
    "envs",
    "load",
    "load_plugin",
    "make",
    "make_vec",
    "resume",
    "train",
]
