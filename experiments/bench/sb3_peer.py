#!/usr/bin/env python3
"""The peer of time_to_score.py: PPO by Stable-Baselines3 with RL Baselines3 Zoo's settings.

Prints "begin" when training begins and "evaluated STEP MEAN" after each evaluation; ends when MEAN is at
least the goal.  The settings are those of hyperparams/ppo.yml in
https://github.com/DLR-RM/rl-baselines3-zoo for CartPole-v1 and LunarLander-v2, of which Gymnasium has the
next version.  What that file leaves out has Stable-Baselines3's default: two networks of 64-64 with tanh, a
learning rate of 3e-4, a clip range of 0.2.
"""
import argparse

import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback, EvalCallback
from stable_baselines3.common.env_util import make_vec_env


def linear(first):
    """A schedule from `first` to 0; what is left goes from 1 to 0."""
    return lambda left: left * first


TASKS = {
    "cartpole": {
        "id": "CartPole-v1", "envs": 8, "steps": 100_000,
        "ppo": {"n_steps": 32, "batch_size": 256, "gae_lambda": 0.8, "gamma": 0.98, "n_epochs": 20,
                "ent_coef": 0.0, "learning_rate": linear(1e-3), "clip_range": linear(0.2)},
    },
    "lunar-lander": {
        "id": "LunarLander-v3", "envs": 16, "steps": 1_000_000,
        "ppo": {"n_steps": 1024, "batch_size": 64, "gae_lambda": 0.98, "gamma": 0.999, "n_epochs": 4,
                "ent_coef": 0.01},
    },
}


class Report(BaseCallback):
    """Called after each evaluation: prints it, and stops the training at the goal."""

    def __init__(self, goal):
        super().__init__()
        self.goal = goal

    def _on_step(self):
        mean = self.parent.last_mean_reward
        print("evaluated", self.num_timesteps, mean, flush=True)
        return bool(mean < self.goal)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--every", type=int, default=25_000, help="environment steps between evaluations")
    parser.add_argument("--goal", type=float, default=float("inf"))
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    task = TASKS[arguments.task]
    envs = make_vec_env(task["id"], task["envs"], seed=arguments.seed)  # A DummyVecEnv: in this process.
    judge = make_vec_env(task["id"], 1, seed=arguments.seed + 10_000)
    evaluation = EvalCallback(judge, callback_after_eval=Report(arguments.goal), n_eval_episodes=20,
                              eval_freq=max(arguments.every // task["envs"], 1), deterministic=True,
                              verbose=0)
    model = PPO("MlpPolicy", envs, seed=arguments.seed, device="cpu", **task["ppo"])
    print("begin", flush=True)
    model.learn(task["steps"], callback=evaluation)


if __name__ == "__main__":
    main()
