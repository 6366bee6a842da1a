"""Wants intersection, highway and merge to go seed by seed and step by step as highway-env's own:
what is seen, rewards and ends; and a policy to earn there what it earns in Saccade:
check_road.py BUILD_FOLDER

A car that stands steers by the rounding errors of its place, and makes them grow a thousandfold
within a second.  Episodes can therefore only be compared if both programs round alike.  NumPy's sines
and powers are the C library's, as Saccade's are, if it is kept from using instructions of its own:
the variable below.  On a processor where OpenBLAS sums products in another order, a few episodes may
come apart; FEW says how many."""

import json
import os
import subprocess
import sys
import tempfile
import warnings
from dataclasses import dataclass, field
from pathlib import Path

os.environ["NPY_DISABLE_CPU_FEATURES"] = "X86_V4 AVX512_ICL AVX512_SPR"
warnings.filterwarnings("ignore", category=ImportWarning)  # Of a processor that has none of them.

import numpy as np  # noqa: E402
from numpy_policy import Policy  # noqa: E402
from play_in_highway import Game, play  # noqa: E402

FEW = 0.1  # Share of the episodes that may come apart ...
APART = 1e-4  # ... which is by more than this, in a feature or a reward.


@dataclass
class Trial:
    env: str
    episodes: int
    options: dict = field(default_factory=dict)


ALL = {"vehicles_observed": 0, "see_behind": True, "see_headings": True}
TRIALS = [
    Trial("intersection", 50, ALL),
    Trial("intersection", 5),
    Trial("intersection", 5, {"destination": "right", "spawn_probability": 1.0, "absolute": False}),
    Trial("highway", 20, {**ALL, "fast": True}),
    Trial("highway", 3, ALL),
    Trial("merge", 50, ALL),
]
USUAL = {"vehicles_observed": 5, "see_behind": False, "see_headings": False, "absolute": False}
SEEN = {"intersection": {**USUAL, "vehicles_observed": 15, "see_headings": True, "absolute": True}}


def text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def episodes_of(build, trial):
    options = [f"{name}={text(value)}" for name, value in trial.options.items()]
    command = [build / "tests/interop/write_episodes", trial.env, str(trial.episodes), *options]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in lines.splitlines()]


def difference(ours, theirs):
    """The largest of two observations, infinite if they show other numbers of entities."""
    worst = 0.0
    for kind, rows in ours.items():
        others = theirs.entities.get(kind, [])
        if len(rows) != len(others):
            return np.inf
        for (_, *features), entity in zip(rows, others):
            worst = max(worst, np.abs(np.subtract(features, entity.features)).max())
    return worst


class Comparison:
    """Plays the episodes of a trial again in highway-env."""

    def __init__(self, trial):
        env = {"id": trial.env, **SEEN.get(trial.env, USUAL), **trial.options}
        self.game = Game(env)
        self.worst = 0.0  # Of the episodes that do not come apart.
        self.apart = self.steps = 0
        self.wrong_ends = 0
        self.returns, self.crashes, self.lengths = [], 0, []

    def play(self, episode):
        worst = difference(episode["observations"][0][0], self.game.reset(episode["seed"]))
        total, step, ended = 0.0, 0, False
        moments = zip(episode["actions"], episode["rewards"], episode["observations"][1:])
        for step, ((action,), (reward,), (seen,)) in enumerate(moments, 1):
            observation, theirs, terminated, truncated = self.game.step(int(action))
            worst = max(worst, difference(seen, observation), abs(reward - theirs))
            total += theirs
            ended = (terminated, truncated and not terminated)
            if any(ended):
                break
        self.note(episode, worst, total, step, ended)

    def note(self, episode, worst, total, steps, ended):
        self.steps += steps
        self.returns.append((sum(map(sum, episode["rewards"])), total))
        self.lengths.append((len(episode["actions"]), steps))
        self.crashes += self.game.road.vehicle.crashed
        if worst > APART:
            self.apart += 1
            return
        self.worst = max(self.worst, worst)
        if self.lengths[-1][0] != steps or ended != (episode["terminated"], episode["truncated"]):
            self.wrong_ends += 1


def compare(build, trial):
    episodes = episodes_of(build, trial)
    comparison = Comparison(trial)
    for episode in episodes:
        comparison.play(episode)
    crashes = sum(episode["outcome"] == "crashed" for episode in episodes)
    ours, theirs = np.mean(comparison.returns, axis=0)
    good = comparison.apart <= FEW * trial.episodes and comparison.wrong_ends == 0
    good &= abs(crashes - comparison.crashes) <= comparison.apart
    options = [f"{name}={text(value)}" for name, value in trial.options.items()]
    print(
        f"{'ok    ' if good else 'FAILED'} {' '.join([trial.env, *options])}: "
        f"{trial.episodes} episodes, {comparison.steps} steps of random actions; largest difference "
        f"{comparison.worst:.1e}, {comparison.apart} episodes come apart, "
        f"{comparison.wrong_ends} end otherwise; mean return {ours:.3f} and there {theirs:.3f}, "
        f"{crashes} crashes and there {comparison.crashes}",
        flush=True,
    )
    return good


def check_policy(saccade, run, env, episodes):
    """A policy with attention that has learned a little earns the same in both."""
    settings = ["steps=20_000", "eval.episodes=0", "policy.encoder=attention", "policy.width=32"]
    sets = [word for setting in settings for word in ("--set", setting)]
    subprocess.run([saccade, "train", env, "--out", run, "--quiet", *sets], check=True)
    command = [saccade, "eval", run, "--episodes", str(episodes), "--json"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    ours = np.array([episode["return"] for episode in report["per_episode"]])
    theirs = np.array(play(Policy(run), episodes, seed=0))
    apart = np.count_nonzero(np.abs(ours - theirs) > 1e-3)
    good = apart <= FEW * episodes
    print(
        f"{'ok    ' if good else 'FAILED'} {env}, a policy: mean return {ours.mean():.3f} in Saccade, "
        f"{theirs.mean():.3f} in highway-env; {apart} of {episodes} episodes differ",
        flush=True,
    )
    return good


def check_errors(saccade, run):
    """What highway-env cannot play is refused in one line."""
    settings = ["steps=32", "rollout.envs=2", "rollout.horizon=16", "ppo.minibatches=1"]
    sets = [word for setting in settings for word in ("--set", setting)]
    subprocess.run([saccade, "train", "cartpole", "--out", run, "--quiet", *sets], check=True)
    result = subprocess.run(
        [sys.executable, "-m", "play_in_highway", run], capture_output=True, text=True
    )
    good = result.returncode == 2 and result.stderr.startswith("error: ")
    good &= result.stderr.count("\n") == 1
    print(f"{'ok    ' if good else 'FAILED'} {result.stderr.strip()}")
    return good


def main():
    build = Path(sys.argv[1])
    saccade = build / "saccade"
    good = [compare(build, trial) for trial in TRIALS]
    with tempfile.TemporaryDirectory() as folder:
        good.append(check_policy(saccade, f"{folder}/intersection", "intersection", 10))
        good.append(check_policy(saccade, f"{folder}/merge", "merge", 10))
        good.append(check_errors(saccade, f"{folder}/cartpole"))
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
