#!/usr/bin/env python3
"""Trains Stable-Baselines3's PPO in an environment of Saccade, in the padded form.

    pip install ./python stable-baselines3
    python examples/python/train_with_sb3.py [--env forage] [--steps 100000] [--envs 8]

SB3 flattens the padded rows into one vector, so that the order of the entities matters to it;
Saccade's own networks (`saccade.train`) take them as sets.
"""

import argparse

import numpy as np
from stable_baselines3 import PPO
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy

import saccade


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--env", default="forage")
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--envs", type=int, default=8)
    parser.add_argument("--episodes", type=int, default=50)
    arguments = parser.parse_args()

    def make() -> saccade.Environment:
        return saccade.make(arguments.env, observation="padded")

    environments = make_vec_env(make, n_envs=arguments.envs, seed=1)
    model = PPO("MultiInputPolicy", environments, n_steps=256, batch_size=256, seed=1, device="cpu")
    before = mean_return(model, make, arguments.episodes)
    model.learn(arguments.steps, progress_bar=False)
    after = mean_return(model, make, arguments.episodes)
    print(f"{arguments.env}: return {before:.2f} before, {after:.2f} after {arguments.steps} steps")


def mean_return(model, make, episodes: int) -> float:
    environments = make_vec_env(make, n_envs=1, seed=1_000)
    returns, _ = evaluate_policy(model, environments, episodes, return_episode_rewards=True)
    return float(np.mean(returns))


if __name__ == "__main__":
    main()
