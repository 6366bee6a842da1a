"""Trains a little, then wants a policy to earn in Gymnasium, as examples/play_in_gymnasium.py plays
it, what it earns in Saccade:  check_gymnasium.py BUILD_FOLDER"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy_policy import Policy
from play_in_gymnasium import play


@dataclass
class Trial:
    env: str
    steps: int  # Of training: enough to do better than at random.
    episodes: int
    settings: tuple = ()
    # How far apart half of the episodes may be, in deviations of the returns.  The same equations
    # in the same precision give the same returns; Gymnasium's Box2D is another version.
    apart: float = 0.001


ATTENTION = ("policy.encoder=attention", "policy.position=fourier", "env.max_steps=400")
TRIALS = [
    Trial("cartpole", 30_000, 30),
    Trial("cartpole", 4_000, 10, ATTENTION),
    Trial("pendulum", 40_000, 30),
    Trial("lunar-lander", 60_000, 30, apart=0.1),
    Trial("lunar-lander-continuous", 40_000, 30, apart=0.1),
]


def train(saccade, trial, run):
    settings = [f"steps={trial.steps}", "eval.episodes=0", *trial.settings]
    sets = [word for setting in settings for word in ("--set", setting)]
    subprocess.run([saccade, "train", trial.env, "--out", run, "--quiet", *sets], check=True)


def evaluate(saccade, trial, run):
    """The return of each episode."""
    command = [saccade, "eval", run, "--episodes", str(trial.episodes), "--json"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return [episode["return"] for episode in report["per_episode"]]


def check(saccade, trial, run):
    """Seed by seed episodes begin alike and most go alike; the means differ as chance has it."""
    train(saccade, trial, run)
    ours = evaluate(saccade, trial, run)
    theirs = play(Policy(run), trial.episodes, seed=0)
    apart = np.median(np.abs(np.subtract(theirs, ours)))
    error = np.hypot(np.std(ours, ddof=1), np.std(theirs, ddof=1)) / np.sqrt(trial.episodes)
    good = apart <= trial.apart * np.std(ours) + 1e-3
    good &= abs(np.mean(theirs) - np.mean(ours)) <= 3.3 * error + 1e-3  # By chance once in 1,000.
    print(
        f"{'ok    ' if good else 'FAILED'} {' '.join([trial.env, *trial.settings])}: "
        f"Saccade {np.mean(ours):.2f}, Gymnasium {np.mean(theirs):.2f}, standard error of the "
        f"difference {error:.2f}; half of {trial.episodes} episodes differ by at most {apart:.3f}"
    )
    return good


def check_errors(run):
    """What Gymnasium cannot play is refused in one line."""
    program = [sys.executable, "-m", "play_in_gymnasium"]
    result = subprocess.run([*program, run], capture_output=True, text=True)
    good = (
        result.returncode == 2
        and result.stderr.startswith("error: ")
        and result.stderr.count("\n") == 1
    )
    print(f"{'ok    ' if good else 'FAILED'} {result.stderr.strip()}")
    return good


def main():
    saccade = Path(sys.argv[1]) / "saccade"
    with tempfile.TemporaryDirectory() as folder:
        good = [check(saccade, trial, f"{folder}/{i}") for i, trial in enumerate(TRIALS)]
        small = ("rollout.envs=2", "rollout.horizon=16", "ppo.minibatches=1")
        forage = Trial("forage", 32, 1, small)
        train(saccade, forage, folder + "/forage")
        good.append(check_errors(folder + "/forage"))
        hidden = Trial("cartpole", 32, 1, (*small, "wrap.hide=self.x_velocity"))
        train(saccade, hidden, folder + "/hidden")
        good.append(check_errors(folder + "/hidden"))
        good.append(check_errors(folder + "/nothing"))
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
