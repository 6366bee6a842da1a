#!/usr/bin/env python3
"""Plays a policy that Saccade trained in highway-env's own environment, with NumPy alone.

    pip install numpy highway-env==1.12.1
    python examples/play_in_highway.py RUN [--episodes N] [--seed S]

RUN is a run directory (its best checkpoint), RUN@STEP or a checkpoint file of intersection, highway
or merge.  Episode k has the seed S + k, as in `saccade eval`, and actions are the most likely ones.
Needs Python 3.11.
"""

import argparse
import sys
import warnings

from numpy_policy import CheckpointError, Entity, Observation, Policy
from play_in_gymnasium import check_wrap, summary

GAMES = {"intersection": "intersection-v0", "highway": "highway-v0", "merge": "merge-v0"}
DESTINATIONS = {"left": "o1", "ahead": "o2", "right": "o3"}
RENAMED = {
    "initial_vehicles": "initial_vehicle_count",
    "lanes": "lanes_count",
    "vehicles": "vehicles_count",
    "density": "vehicles_density",
}
SAME = (
    "duration",
    "spawn_probability",
    "collision_reward",
    "high_speed_reward",
    "arrived_reward",
    "right_lane_reward",
)
ANY_NUMBER = 1000  # Of vehicles that are observed.
# An intersection changes how the others drive, for all environments of the process.
DRIVING = {"DISTANCE_WANTED": 10.0, "COMFORT_ACC_MAX": 3.0, "COMFORT_ACC_MIN": -5.0}


def find_game(env):
    """highway-env's id of the environment that the configuration's [env] describes, and what is to
    be changed of its own configuration."""
    if env["id"] not in GAMES:
        raise CheckpointError(
            f"environment {env['id']}: highway-env has none like it, wanted one of "
            + ", ".join(GAMES)
        )
    game = "highway-fast-v0" if env.get("fast") else GAMES[env["id"]]
    changes = {}
    for option, value in env.items():
        if option == "destination":
            changes["destination"] = DESTINATIONS[value]
        elif option in RENAMED and value:
            changes[RENAMED[option]] = value
        elif option in SAME and (value or option != "duration"):
            changes[option] = value
    return game, changes


def sight_of(env, usual):
    """The configuration of what is observed, from highway-env's usual one."""
    sight = {"order": "sorted", **usual}
    sight["vehicles_count"] = env["vehicles_observed"] or ANY_NUMBER
    sight["see_behind"] = env["see_behind"]
    sight["absolute"] = env["absolute"]
    headings = ["cos_h", "sin_h"] if env["see_headings"] else []
    sight["features"] = ["presence", "x", "y", "vx", "vy", *headings]
    return sight


class Game:
    """One of Saccade's environments as highway-env has it."""

    def __init__(self, env):
        import gymnasium
        import highway_env
        import highway_env.vehicle.behavior

        warnings.filterwarnings("ignore", ".*out of date.*")
        gymnasium.register_envs(highway_env)
        for name, value in DRIVING.items():
            setattr(highway_env.vehicle.behavior.IDMVehicle, name, value)
        game, changes = find_game(env)
        self.road = gymnasium.make(game, disable_env_checker=True).unwrapped
        usual = self.road.config["observation"]
        self.road.configure({**changes, "observation": sight_of(env, usual)})

    def reset(self, seed):
        rows, _ = self.road.reset(seed=seed)
        self.watch(self.road.observation_type)
        return self.observation(rows)

    def step(self, action):
        rows, reward, terminated, truncated, _ = self.road.step(action)
        return self.observation(rows), float(reward), terminated, truncated

    def watch(self, sight):
        """Keeps whom each row shows: traffic has changed when the intersection returns its rows."""
        observe = sight.observe

        def observe_and_keep():
            self.bodies = self.bodies_in_sight(sight)
            return observe()

        sight.observe = observe_and_keep
        self.bodies = self.bodies_in_sight(sight)

    def bodies_in_sight(self, sight):
        agent = sight.observer_vehicle
        others = self.road.road.close_objects_to(
            agent,
            self.road.PERCEPTION_DISTANCE,
            count=sight.vehicles_count - 1,
            see_behind=sight.see_behind,
        )
        moving = self.road.road.vehicles
        return [("self", *state(agent))] + [
            ("vehicle" if body in moving else "obstacle", *state(body)) for body in others
        ]

    def observation(self, rows):
        """Saccade's observation: no empty rows, and a type instead of the feature presence."""
        entities = {"self": [], "vehicle": []}
        for (kind, place, velocity), (_, *features) in zip(self.bodies, rows):
            entities.setdefault(kind, []).append(Entity(features, place, velocity))
        return Observation(entities)


def state(body):
    """Place and velocity in Saccade's picture, whose y axis points up."""
    (x, y), (vx, vy) = body.position, body.velocity
    return (float(x), -float(y)), (float(vx), -float(vy))


def play(policy, episodes, seed):
    """The return of each episode."""
    check_wrap(policy.wrap)
    game = Game(policy.env)
    returns = []
    for episode in range(episodes):
        observation = game.reset(seed + episode)
        policy.forget()
        returns.append(0.0)
        over = False
        while not over:
            action = policy.decide(observation).action[0]
            observation, reward, terminated, truncated = game.step(action)
            returns[-1] += reward
            over = terminated or truncated
    return returns


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--episodes", type=int, default=20, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    arguments = parser.parse_args()
    for name, least in (("episodes", 1), ("seed", 0)):
        found = getattr(arguments, name)
        if found < least:
            parser.error(f"--{name}: found {found}, wanted at least {least}")
    return arguments


def main():
    arguments = parse_arguments()
    try:
        policy = Policy(arguments.run)
        returns = play(policy, arguments.episodes, arguments.seed)
    except (CheckpointError, ImportError) as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    last = arguments.seed + arguments.episodes - 1
    print(f"{policy.env['id']} in highway-env: {summary(returns)}, seeds {arguments.seed} to {last}")


if __name__ == "__main__":
    main()
