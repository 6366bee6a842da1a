#!/usr/bin/env python3
"""Plays an episode with a trained policy and tells what it looks at:  play.py RUN [SEED]

    pip install ./python
    saccade train forage && python examples/python/play.py runs/forage-1
"""

import sys

import saccade


def main() -> None:
    policy = saccade.load(sys.argv[1])
    env = policy.make()
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    observation, info = env.reset(seed=seed)
    total, over = 0.0, False
    while not over:
        decision = policy.decide(observation, info)
        if decision.attention is not None:
            weights = decision.attention.rollout[1:]  # Without the agent itself.
            if len(weights) > 0:
                most = int(weights.argmax()) + 1
                print(f"{decision.attention.types[most]:8} {weights.max():.2f}", end="  ")
        observation, reward, terminated, truncated, info = env.step(decision.action)
        total += reward
        over = terminated or truncated
        print(f"value {decision.value:6.2f}  reward {reward:5.2f}")
    print(f"return {total:.2f}, {info.get('outcome', 'over')}, {info.get('counts', {})}")


if __name__ == "__main__":
    main()
