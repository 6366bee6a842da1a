#!/usr/bin/env python3
"""The peer of Saccade's preset `intersection`: PPO by Stable-Baselines3 with an MLP, on highway-env's own.

    python3 -m venv /tmp/sb3
    /tmp/sb3/bin/pip install torch stable-baselines3==2.9.2 highway-env==1.12.1
    /tmp/sb3/bin/python experiments/bench/intersection_sb3.py [--steps N] [--seeds 1,2,3]

Trains on intersection-v0 as it is by default: 15 rows of 7 features, side by side.  The settings are those of
highway-env's example for PPO (scripts/sb3_highway_ppo.py): two layers of 256, batches of 64, 10 epochs, a learning rate of
5e-4; but for the discount, which is Saccade's preset's, and a rollout of 2048 steps.  Then the policy plays
episodes with seeds 0, 1, ... and takes the most likely actions, as `saccade eval runs/intersection-1` does.
"""
import argparse
import time

import gymnasium
import highway_env
import numpy as np
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.vec_env import SubprocVecEnv

gymnasium.register_envs(highway_env)
TASK = "intersection-v0"


def train(steps, seed, envs, entropy):
    vector = make_vec_env(TASK, n_envs=envs, seed=seed, vec_env_cls=SubprocVecEnv)
    model = PPO("MlpPolicy", vector, seed=seed, policy_kwargs={"net_arch": [256, 256]}, batch_size=64,
                n_epochs=10, n_steps=2048 // envs, learning_rate=5e-4, gamma=0.95, ent_coef=entropy,
                device="cpu")
    model.learn(steps)
    vector.close()
    return model


def play(model, episodes):
    """Returns, and whether each episode ended in a crash and at the goal."""
    env = gymnasium.make(TASK)
    rows = []
    for seed in range(episodes):
        seen, _ = env.reset(seed=seed)
        total, over, crashed, arrived = 0.0, False, False, False
        while not over:
            action, _ = model.predict(seen, deterministic=True)
            seen, reward, terminated, truncated, info = env.step(int(action))
            total += reward
            crashed = info["crashed"]
            arrived = bool(env.unwrapped.has_arrived(env.unwrapped.vehicle))
            over = terminated or truncated
        rows.append((total, crashed, arrived and not crashed))
    env.close()
    return np.array(rows, float)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--steps", type=int, default=300_000)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--envs", type=int, default=2)
    parser.add_argument("--episodes", type=int, default=500)
    parser.add_argument("--entropy", type=float, default=0.0, help="coefficient of the entropy bonus")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    print("| seed | return | crashed | arrived | training, s |\n|---|---|---|---|---|")
    for seed in map(int, arguments.seeds.split(",")):
        begin = time.time()
        model = train(arguments.steps, seed, arguments.envs, arguments.entropy)
        seconds = time.time() - begin
        mean = play(model, arguments.episodes).mean(axis=0)
        print(f"| {seed} | {mean[0]:.2f} | {mean[1]:.3f} | {mean[2]:.3f} | {seconds:.0f} |", flush=True)


if __name__ == "__main__":
    main()
