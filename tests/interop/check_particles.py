"""The particle worlds beside those of MPE2 (Farama Foundation):  check_particles.py BUILD_FOLDER

Along the same random actions, from the same seeds, places, velocities, rewards and ends are the
same.  In episodes of actions that either draws for itself, mean returns differ as chance has it."""

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from mpe2.simple_formation.simple_formation import raw_env as simple_formation
from mpe2.simple_line.simple_line import raw_env as simple_line
from mpe2.simple_spread.simple_spread import raw_env as simple_spread
from mpe2.simple_tag.simple_tag import raw_env as simple_tag

# The features are 32-bit numbers of a few units; whatever is computed in another order shows here.
TOLERANCE = 1e-6


@dataclass
class Trial:
    env: str
    theirs: object
    settings: tuple = ()  # Of Saccade's environment.
    arguments: tuple = ()  # The same, of MPE2's.
    along: int = 60  # Episodes with the same actions.
    apart: int = 0  # Episodes with actions of their own.


TRIALS = [
    Trial("spread", simple_spread, apart=2000),
    Trial("spread", simple_spread, ("action=continuous",), (("continuous_actions", True),)),
    Trial(
        "spread",
        simple_spread,
        ("agents=6", "local_ratio=0.3", "max_steps=40", "end_on_success=true"),
        (("N", 6), ("local_ratio", 0.3), ("max_cycles", 40), ("terminate_on_success", True)),
        along=20,
    ),
    Trial("tag", simple_tag, apart=2000),
    Trial("tag", simple_tag, ("action=continuous",), (("continuous_actions", True),)),
    Trial(
        "tag",
        simple_tag,
        ("predators=4", "prey=3", "obstacles=5", "end_on_catch=true"),
        (
            ("num_adversaries", 4),
            ("num_good", 3),
            ("num_obstacles", 5),
            ("terminate_on_success", True),
        ),
        along=20,
    ),
    # MPE2 has two of the placement tasks as well.
    Trial("formation", simple_formation, (), (("max_cycles", 50), ("terminate_on_success", True))),
    Trial(
        "line",
        simple_line,
        ("agent_radius=0.03", "agents=3", "tolerance=0.05"),
        (("N", 3), ("max_cycles", 50), ("terminate_on_success", True)),
    ),
]


def their_action(ours, continuous):
    """Their continuous actions are five numbers: nothing, left, right, down, up."""
    if not continuous:
        return int(ours[0])
    x, y = (np.float32(number) for number in ours)
    return np.array([0, max(-x, 0), max(x, 0), max(-y, 0), max(y, 0)], np.float32)


def step(env, actions):
    """One step of all agents; their rewards."""
    for action in actions:
        env.step(action)
    return [env.rewards[name] for name in env.possible_agents]


def states_of(env):
    """[places and velocities of agents, places of landmarks]"""
    agents = [[*a.state.p_pos, *a.state.p_vel] for a in env.world.agents]
    return agents, [list(landmark.state.p_pos) for landmark in env.world.landmarks]


def differences(seen, agents, landmarks):
    """What each agent sees of itself and of all others, against the state of the world."""
    states = agents + [place + [0, 0] for place in landmarks]
    for agent, entities in enumerate(seen):
        own = entities["self"][0]
        assert own[0] == agent
        yield from np.abs(np.subtract(own[1:5], agents[agent]))
        others = [e for kind, rows in entities.items() if kind != "self" for e in rows]
        assert sorted(e[0] for e in others) == [i for i in range(len(states)) if i != agent]
        for identity, x, y, *_ in others:
            yield abs(x + agents[agent][0] - states[identity][0])
            yield abs(y + agents[agent][1] - states[identity][1])


def check_along(trial, episode, env):
    """The largest difference in one episode: of places and velocities, of rewards."""
    continuous = "action=continuous" in trial.settings
    width = 2 if continuous else 1
    env.reset(seed=episode["seed"])
    apart = max(differences(episode["observations"][0], *states_of(env)))
    reward_apart = 0
    for step_number, numbers in enumerate(episode["actions"]):
        actions = np.reshape(numbers, (-1, width))
        rewards = step(env, [their_action(action, continuous) for action in actions])
        seen = episode["observations"][step_number + 1]
        apart = max(apart, *differences(seen, *states_of(env)))
        reward_apart = max(
            reward_apart, *np.abs(np.subtract(episode["rewards"][step_number], rewards))
        )
        over = all(env.terminations.values()) or all(env.truncations.values())
        assert over == (step_number + 1 == len(episode["actions"])), "episodes end apart"
    return apart, reward_apart


def random_returns(env, episodes):
    """[episodes, agents] of actions drawn at random."""
    rng = np.random.default_rng(12345)
    returns = []
    for episode in range(episodes):
        env.reset(seed=1_000_000 + episode)
        total = np.zeros(len(env.possible_agents))
        while not any(env.truncations.values()):
            total += step(env, rng.integers(0, 5, len(total)).tolist())
        returns.append(total)
    return np.array(returns)


def write_episodes(build, trial, episodes):
    command = [build / "tests/interop/write_episodes", trial.env, str(episodes), *trial.settings]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def report(good, text):
    print(f"{'ok    ' if good else 'FAILED'} {text}", flush=True)
    return good


def check_apart(trial, episodes, env):
    """Mean returns of each group of agents, by the standard error of the difference."""
    ours = np.array([np.sum(episode["rewards"], axis=0) for episode in episodes])
    theirs = random_returns(env, trial.apart)
    prey = [name.startswith("agent") for name in env.possible_agents]
    good = True
    for is_prey in sorted(set(prey)):
        mine, other = (r[:, np.array(prey) == is_prey].mean(axis=1) for r in (ours, theirs))
        error = math.hypot(mine.std(ddof=1), other.std(ddof=1)) / math.sqrt(trial.apart)
        who = "" if len(set(prey)) == 1 else " prey" if is_prey else " predators"
        good &= report(
            abs(mine.mean() - other.mean()) <= 3.3 * error,  # By chance once in 1,000.
            f"{trial.env}{who}, {trial.apart} random episodes of each: mean return of an agent "
            f"{mine.mean():.2f}, MPE2 {other.mean():.2f}, standard error of the difference "
            f"{error:.2f}; deviation {mine.std(ddof=1):.2f}, MPE2 {other.std(ddof=1):.2f}",
        )
    return good


def check(build, trial):
    env = trial.theirs(**dict(trial.arguments))
    episodes = write_episodes(build, trial, max(trial.along, trial.apart))
    apart = [check_along(trial, episode, env) for episode in episodes[: trial.along]]
    state, reward = np.max(apart, axis=0)
    good = report(
        state <= TOLERANCE and reward <= 10 * TOLERANCE,
        f"{' '.join([trial.env, *trial.settings])}: in {trial.along} episodes with the same actions "
        f"places and velocities differ by at most {state:.1e}, rewards by {reward:.1e}",
    )
    return good & (trial.apart == 0 or check_apart(trial, episodes, env))


def main():
    build = Path(sys.argv[1])
    good = [check(build, trial) for trial in TRIALS]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
