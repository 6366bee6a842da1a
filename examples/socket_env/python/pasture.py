"""Sheep on a pasture, each of which wants clover and shares it with the others: a toy environment.

    saccade train socket:5555              in one terminal,
    python3 pasture.py [PORT]              in another
"""
import math
import random
import sys

from saccade_client import Agent, Entity, State, serve

SHEEP, CLOVER, SIZE, STEPS = 2, 6, 5.0, 60


class Pasture:
    spec = {
        "id": "pasture",
        "kinds": [{
            "name": "sheep",
            "agents": SHEEP,
            "observation": [
                {"type": "self", "features": ["x", "y"], "fixed_count": 1},
                {"type": "clover", "features": ["dx", "dy"]},
                {"type": "other", "features": ["dx", "dy"]},
            ],
            "action": [{"head": "walk", "kind": "continuous", "labels": ["x", "y"],
                        "low": [-1, -1], "high": [1, 1]}],
        }],
        "max_steps": STEPS,
        "steps_per_second": 10,
        "reward": [0, CLOVER],
        "outcomes": ["grazed", "hungry"],
        "counts": ["eaten"],
    }

    def reset(self, seed):
        draw = random.Random(seed)
        place = lambda: [draw.uniform(-SIZE, SIZE), draw.uniform(-SIZE, SIZE)]
        self.sheep = [place() for _ in range(SHEEP)]
        self.clover = {SHEEP + i: place() for i in range(CLOVER)}  # By its id.
        self.steps = 0
        return self.look([0.0] * SHEEP)

    def step(self, actions):
        self.steps += 1
        rewards = []
        for sheep, action in zip(self.sheep, actions):
            for axis in (0, 1):
                sheep[axis] = max(-SIZE, min(SIZE, sheep[axis] + 0.5 * action["walk"][axis]))
            eaten = [i for i, place in self.clover.items() if math.dist(place, sheep) < 0.6]
            for i in eaten:
                del self.clover[i]
            rewards.append(float(len(eaten)))
        return self.look(rewards)

    def look(self, rewards):
        grazed, late = not self.clover, self.steps >= STEPS
        return State(
            agents=[self.agent(i, reward) for i, reward in enumerate(rewards)],
            terminated=grazed,
            truncated=late and not grazed,
            outcome="grazed" if grazed else "hungry" if late else None,
            counts={"eaten": CLOVER - len(self.clover)},
        )

    def agent(self, index, reward):
        x, y = self.sheep[index]
        seen = lambda i, place: Entity(i, ((place[0] - x) / SIZE, (place[1] - y) / SIZE), place)
        return Agent(reward=reward, entities={
            "self": [Entity(index, (x / SIZE, y / SIZE), (x, y))],
            "clover": [seen(i, place) for i, place in self.clover.items()],
            "other": [seen(i, place) for i, place in enumerate(self.sheep) if i != index],
        })


if __name__ == "__main__":
    serve(Pasture, port=int(sys.argv[1]) if len(sys.argv) > 1 else 5555, name="pasture")
