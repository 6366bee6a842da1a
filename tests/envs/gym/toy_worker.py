"""A worker without Gymnasium:  toy_worker.py NUMBER ROWS PLACE [KEY=VALUE]...

It has what a worker of Saccade has but for the environments: an orchard of cherries, whose PLACE says
what is wrong with it.  Beside the cherries the agent sees a number that its seed chose, and what it did.
"""
import os
import pathlib
import random
import signal
import struct
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "envs" / "gym"))
from saccade_gym import lines  # noqa: E402

FAULTY_STEP, LAST_STEP = 3, 12
NUMBER, ROWS, PLACE, *ARGUMENTS = sys.argv[1:]
MANY = 40_000  # Cherries of the large orchard: more than the memory holds at first.
steps_of_all = 0


class Orchard:
    def __init__(self, number):
        arguments = dict(argument.split("=") for argument in ARGUMENTS)
        if PLACE == "missing":
            raise lines.Wrong("found no such orchard")
        if PLACE == "dies-at-once":
            os._exit(9)
        if PLACE == "sleeps-at-once":
            time.sleep(60)
        features = ["chosen", "done"] + ["more"] * (PLACE == "unlike" and number > 1)
        features += [f"argument-{key}-{value}" for key, value in arguments.items()]
        self.width = len(features)
        self.description = {
            "id": "gym-orchard",
            "kinds": [{"observation": [{"type": "self", "features": features, "fixed_count": 1},
                                       {"type": "cherry", "features": ["size"]}],
                       "action": [{"head": "pick", "kind": "categorical", "labels": ["no", "yes"],
                                   "masked": True}]}],
            "max_steps": LAST_STEP, "draws": PLACE == "painted"}

    def reset(self, seed):
        self.draw_number = random.Random(seed)
        self.chosen, self.done, self.at = self.draw_number.random(), 0.0, 0
        if PLACE == "processes":
            self.chosen = os.getpid()
        return self.state(0.0)

    def step(self, content):
        global steps_of_all
        steps_of_all += 1
        self.at += 1
        self.done += struct.unpack("<f", content)[0]
        if PLACE == "restless":
            self.done += steps_of_all / 1024
        if self.at == FAULTY_STEP:
            self.fail()
        reward = float("nan") if PLACE == "nan" and self.at == FAULTY_STEP else self.done
        return self.state(reward)

    def fail(self):
        if PLACE == "throws":
            raise ValueError("bees\nin the tree")
        if PLACE == "dies":
            os._exit(7)
        if PLACE == "crashes":
            os.kill(os.getpid(), signal.SIGKILL)
        if PLACE == "stalls":
            time.sleep(60)

    def state(self, reward):
        over = self.at == LAST_STEP
        own = [self.chosen, self.done, *[0.0] * (self.width - 2)]
        if PLACE == "narrow" and self.at == FAULTY_STEP:
            own.pop()
        count = MANY if PLACE == "large" else self.at % 3
        sizes = [self.draw_number.random() for _ in range(count)]
        none = struct.pack("<I", 0)
        return (struct.pack("<IIifI", over, 0, -1, reward, 1) +
                struct.pack(f"<Ii{len(own)}f", 1, 0, *own) + none +
                struct.pack(f"<I{count}i{count}f", count, *range(1, count + 1), *sizes) + none +
                (struct.pack("<I", 1) if over else struct.pack("<IBB", 2, 1, self.at % 2)))

    def draw(self):
        corners = (0, 0, 1, 0, 1, 1)
        triangle = struct.pack("<4B4BfiIII6f", 255, 0, 0, 255, 0, 0, 0, 0, 0, -1, 0, 1, 3, *corners)
        return struct.pack("<4f4BI", 0, 0, 1, 1, 1, 2, 3, 255, 1) + triangle

    def close(self):
        pass


lines.serve(Orchard)
