"""Compares the bipedal walkers with Gymnasium's:  check_walker.py BUILD_FOLDER

The ground is the same for the same seed.  Gymnasium has another version of Box2D: its first
observation and first gentle steps are nearly the same, and returns, lengths and falls are
distributed alike under random torques and under the heuristic controller that comes with it."""

import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gymnasium.envs.box2d.bipedal_walker import BipedalWalker, BipedalWalkerHeuristics

GROUNDS = 50
STARTS = 50
# Of 24 features: how far the first observation may be from the original's, at most.
START_APART = 1e-4
LIMIT = {False: 1600, True: 2000}


@dataclass
class Trial:
    hardcore: bool
    controller: str
    episodes: int


TRIALS = [
    Trial(False, "random", 600),
    Trial(False, "heuristic", 400),
    Trial(True, "random", 400),
    Trial(True, "heuristic", 600),
]


def env_id(hardcore):
    return "bipedal-walker-hardcore" if hardcore else "bipedal-walker"


def lines_of(command):
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def report(good, text):
    print(f"{'ok    ' if good else 'FAILED'} {text}", flush=True)
    return good


def box_of(body):
    corners = np.array(body.fixtures[0].shape.vertices)
    return [*corners.min(axis=0), *corners.max(axis=0)]


def check_ground(build, hardcore):
    ours = lines_of([build / "write_walker", env_id(hardcore), str(GROUNDS), "ground"])
    apart, blocks = 0.0, 0.0
    for seed, ground in enumerate(ours):
        original = BipedalWalker(hardcore=hardcore)  # Anew for each seed: it reuses its world.
        original.reset(seed=seed)
        apart = max(apart, np.max(np.abs(np.subtract(ground["ground"], original.terrain_y))))
        # The original lists what it made in reverse.
        boxes = [box_of(t) for t in original.terrain[::-1] if len(t.fixtures[0].shape.vertices) == 4]
        if len(boxes) != len(ground["blocks"]):
            blocks = np.inf
        elif boxes:
            blocks = max(blocks, np.max(np.abs(np.subtract(boxes, ground["blocks"]))))
    return report(
        apart <= 1e-12 and blocks <= 1e-5,
        f"{env_id(hardcore)}: ground of {GROUNDS} seeds differs by at most {apart:.1g} m, "
        f"blocks by {blocks:.1g} m",
    )


def check_start(build, hardcore):
    ours = lines_of([build / "write_episodes", env_id(hardcore), str(STARTS)])
    start, first = [], []
    for episode in ours:
        original = BipedalWalker(hardcore=hardcore)
        seen, _ = original.reset(seed=episode["seed"])
        start.append(np.abs(episode["observations"][0][0]["self"][0][1:] - seen))
        seen, *_ = original.step(np.array(episode["actions"][0], np.float32))
        first.append(np.abs(episode["observations"][1][0]["self"][0][1:] - seen))
    start, first = np.max(start), np.median(first)
    return report(
        start <= START_APART and first <= 0.01,
        f"{env_id(hardcore)}: first observations of {STARTS} seeds differ by at most {start:.2g}, "
        f"after a step of random torques half of the features by at most {first:.2g}",
    )


def play(trial, seed):
    """Return, length and whether the walker fell, in Gymnasium."""
    environment = BipedalWalker(hardcore=trial.hardcore)
    seen, _ = environment.reset(seed=seed)
    controller = BipedalWalkerHeuristics()
    rng = np.random.default_rng([seed, 1])
    total, steps, terminated = 0.0, 0, False
    torques = np.zeros(4)
    while not terminated and steps < LIMIT[trial.hardcore]:
        if trial.controller == "random":
            torques = rng.uniform(-1, 1, 4)
        elif steps > 0:
            torques = controller.step_heuristic(seen)
        seen, reward, terminated, _, _ = environment.step(torques)
        total += float(reward)
        steps += 1
    return total, steps, float(terminated and environment.game_over)


def play_all(trial):
    return [play(trial, seed) for seed in range(trial.episodes)]


def check_distribution(build, trial, theirs):
    """Means and shares differ by no more than chance allows (once in 1,000)."""
    command = [build / "write_walker", env_id(trial.hardcore), str(trial.episodes)]
    ours = [
        (episode["return"], episode["steps"], float(episode["outcome"] == "fell"))
        for episode in lines_of([*command, trial.controller])
    ]
    ours, theirs = np.array(ours), np.array(theirs)
    ours_mean, theirs_mean = ours.mean(axis=0), theirs.mean(axis=0)
    error = np.sqrt((ours.var(axis=0, ddof=1) + theirs.var(axis=0, ddof=1)) / trial.episodes)
    good = bool(np.all(np.abs(ours_mean - theirs_mean) <= 3.3 * error + 1e-9))
    figures = "; ".join(
        f"{name} {a:.2f}, Gymnasium {b:.2f}, standard error {e:.2f}"
        for name, a, b, e in zip(("return", "steps", "fell"), ours_mean, theirs_mean, error)
    )
    return report(
        good, f"{env_id(trial.hardcore)}, {trial.controller}, {trial.episodes} episodes: {figures}"
    )


def main():
    build = Path(sys.argv[1]) / "tests" / "interop"
    good = []
    with ProcessPoolExecutor(max_workers=2) as pool:
        theirs = [pool.submit(play_all, trial) for trial in TRIALS]
        for hardcore in (False, True):
            good += [check_ground(build, hardcore), check_start(build, hardcore)]
        good += [
            check_distribution(build, trial, result.result())
            for trial, result in zip(TRIALS, theirs)
        ]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
