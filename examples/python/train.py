#!/usr/bin/env python3
"""Trains in Python, and ends when the policy is good enough:  train.py [FOLDER]

    pip install ./python
    python examples/python/train.py runs/from-python
"""

import sys

import saccade


def main() -> None:
    folder = sys.argv[1] if len(sys.argv) > 1 else None
    settings = {"policy.width": 32}
    with saccade.train("cartpole", steps=200_000, out=folder, set=settings) as training:
        for metrics in training:
            mean = metrics.get("return_mean", 0.0)
            entropy = metrics["entropy"]
            print(f"step {metrics['step']:7.0f}  return {mean:6.1f}  entropy {entropy:.3f}")
            if mean > 450:
                break
        run = training.result
    policy = saccade.load(f"{run}@latest")
    print(f"{run}: step {policy.step}")


if __name__ == "__main__":
    main()
