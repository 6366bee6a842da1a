"""Compares environments with Gymnasium's:  check_gymnasium.py BUILD_FOLDER

Random actions, from the same seeds, must lead through the same states.  Then it trains a little, and
wants a policy to earn in Gymnasium, as examples/play_in_gymnasium.py plays it, what it earns in
Saccade.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy_policy import Policy
from play_in_gymnasium import make_game, play


@dataclass
class Walk:
    """Episodes of random actions."""

    env: str
    episodes: int = 20
    options: dict = field(default_factory=dict)
    # How far apart features and rewards may be.
    apart: float = 0
    actions: type = np.float32  # What Gymnasium is given as a continuous action.


@dataclass
class Trial:
    env: str
    steps: int  # Of training: enough to do better than at random.
    episodes: int
    settings: tuple = ()
    # How far apart half of the episodes may be, in deviations of the returns.  The same equations
    # in the same precision give the same returns; Gymnasium's Box2D is another version.
    apart: float = 0.001


WALKS = [
    Walk("cartpole"),
    Walk("cartpole", options={"sutton_barto_reward": True, "initial_low": -0.2}),
    # A rod that stands upright makes of a difference in the last digit one that can be seen.
    # Gymnasium multiplies torques in the precision that they have, Saccade in double precision.
    Walk("pendulum", apart=2e-3),
    Walk("pendulum", apart=1e-4, actions=np.float64),
    Walk("acrobot", apart=1e-6),
    Walk("acrobot", 5, {"equations": "nips", "torque_noise": 0.5, "initial_high": 1.5}, 1e-6),
    Walk("mountain-car"),
    Walk("mountain-car", options={"initial_low": -1.2, "initial_high": 0.6}),
    Walk("mountain-car-continuous"),
    Walk("mountain-car-continuous", options={"initial_low": -1.2, "initial_high": 0.6}),
]
ATTENTION = ("policy.encoder=attention", "policy.position=fourier", "env.max_steps=400")
# Some cars start where they can drive up at once.
ANYWHERE = ("env.initial_low=-1.2", "env.initial_high=0.6")
TRIALS = [
    Trial("cartpole", 30_000, 30),
    Trial("cartpole", 4_000, 10, ATTENTION),
    Trial("pendulum", 40_000, 30),
    Trial("acrobot", 80_000, 20),
    Trial("acrobot", 4_000, 5, (*ATTENTION, "env.equations=nips")),
    Trial("mountain-car", 60_000, 20),
    Trial("mountain-car-continuous", 20_000, 20, ANYWHERE),
    Trial("mountain-car-continuous", 4_000, 5, (*ATTENTION, *ANYWHERE)),
    Trial("lunar-lander", 60_000, 30, apart=0.1),
    Trial("lunar-lander-continuous", 40_000, 30, apart=0.1),
]


def largest_difference(walk, episode, environment, reset):
    """Between features and between rewards of one episode, which must also end alike."""
    state, _ = environment.reset(seed=episode["seed"], options=reset)
    ours, steps = episode["observations"], len(episode["actions"])
    worst, ends = 0.0, (False, False)
    for i in range(steps + 1):
        seen = np.array(ours[i][0]["self"][0][1:], np.float32)  # After the entity's id.
        worst = max(worst, np.abs(np.subtract(seen, state, dtype=float)).max())
        if any(ends) or i == steps:
            break
        action = np.array(episode["actions"][i], walk.actions)
        is_choice = environment.action_space.shape == ()
        state, reward, *ends, _ = environment.step(int(action[0]) if is_choice else action)
        worst = max(worst, abs(float(np.float32(episode["rewards"][i][0]) - np.float32(reward))))
    alike = i == steps and tuple(ends) == (episode["terminated"], episode["truncated"])
    return worst if alike else np.inf


def check_walk(write_episodes, walk):
    """State by state."""
    options = [f"{name}={json.dumps(value).strip(chr(34))}" for name, value in walk.options.items()]
    command = [write_episodes, walk.env, str(walk.episodes), *options]
    lines = subprocess.run(command, check=True, capture_output=True).stdout.splitlines()
    _, environment, reset = make_game({"id": walk.env, **walk.options})
    episodes = [json.loads(line) for line in lines]
    worst = max(largest_difference(walk, episode, environment, reset) for episode in episodes)
    steps = sum(len(episode["actions"]) for episode in episodes)
    good = worst <= walk.apart
    print(
        f"{'ok    ' if good else 'FAILED'} {' '.join([walk.env, *options])}: {walk.episodes} episodes "
        f"of random actions as {walk.actions.__name__}, {steps} states and rewards: the largest "
        f"difference is {worst:.2g}"
    )
    return good


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
    write_episodes = Path(sys.argv[1]) / "tests" / "interop" / "write_episodes"
    good = [check_walk(write_episodes, walk) for walk in WALKS]
    with tempfile.TemporaryDirectory() as folder:
        good += [check(saccade, trial, f"{folder}/{i}") for i, trial in enumerate(TRIALS)]
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
