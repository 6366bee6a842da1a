#!/usr/bin/env python3
"""Plays a policy that Saccade trained in Gymnasium's own environment, with NumPy alone.

    pip install numpy gymnasium            # or gymnasium[box2d] for landers and walkers
    python examples/play_in_gymnasium.py RUN [--episodes N] [--seed S]

RUN is a run directory (its best checkpoint), RUN@STEP or a checkpoint file of cartpole, pendulum,
acrobot, mountain-car, mountain-car-continuous, lunar-lander, lunar-lander-continuous, bipedal-walker
or bipedal-walker-hardcore.  Episode k has the seed S + k, as in `saccade eval`, and actions are the
most likely ones.  Needs Python 3.11.
"""

import argparse
import sys
from dataclasses import dataclass, field

import numpy as np

from numpy_policy import CheckpointError, Entity, Observation, Policy


@dataclass
class Game:
    """One of Saccade's environments as Gymnasium has it."""

    id: str
    see: callable  # Gymnasium's observation -> the agent as an Entity.
    make: dict = field(default_factory=dict)  # Saccade's option -> keyword of gymnasium.make ...
    reset: dict = field(default_factory=dict)  # ... or option of reset.
    fixed: dict = field(default_factory=dict)  # More keywords of gymnasium.make.
    attributes: dict = field(default_factory=dict)  # Saccade's option -> what the environment has.


def see_cart(state):
    x, velocity, _, _ = state
    return Entity(state, (x, 0), (velocity, 0))


def see_pendulum(state):
    cosine, sine, speed = state  # Upright is 0; the entity is the end of the rod.
    return Entity(state, (-sine, cosine), (-speed * cosine, -speed * sine))


def see_acrobot(state):
    cosine1, sine1, cosine2, sine2, speed1, speed2 = state.astype(float)
    cosine, sine = cosine1 * cosine2 - sine1 * sine2, sine1 * cosine2 + cosine1 * sine2
    speed = speed1 + speed2  # Of the lower link, whose end is the entity.
    velocity = (cosine1 * speed1 + cosine * speed, sine1 * speed1 + sine * speed)
    return Entity(state, (sine1 + sine, -cosine1 - cosine), velocity)


def see_mountain_car(state):
    x, velocity = state.astype(float)
    speed = 30 * velocity
    place = (x, 0.55 + 0.45 * np.sin(3 * x))
    return Entity(state, place, (speed, speed * 1.35 * np.cos(3 * x)))


def see_lander(state):
    half_width, half_height, pad, leg, rate = 10, 400 / 60, 400 / 120, 18 / 30, 50
    x, y, x_velocity, y_velocity = state[:4]
    place = (half_width * (x + 1), half_height * y + pad + leg)
    return Entity(state, place, (x_velocity * rate / half_width, y_velocity * rate / half_height))


def see_walker(state):
    x_velocity, y_velocity = state[2:4]  # The state does not tell where the hull is.
    return Entity(state, (0, 0), (x_velocity * 50 / (0.3 * 20), y_velocity * 50 / (0.3 * 400 / 30)))


BOUNDS = {"initial_low": "low", "initial_high": "high"}
CAR = {"goal_velocity": "goal_velocity", "max_steps": "max_episode_steps"}
LANDER = {name: name for name in ("gravity", "wind_power", "turbulence_power")} | {
    "wind": "enable_wind"
}
GAMES = {
    "cartpole": Game(
        "CartPole-v1",
        see_cart,
        {"sutton_barto_reward": "sutton_barto_reward", "max_steps": "max_episode_steps"},
        BOUNDS,
    ),
    "pendulum": Game(
        "Pendulum-v1",
        see_pendulum,
        {"g": "g", "max_steps": "max_episode_steps"},
        {"x_init": "x_init", "y_init": "y_init"},
    ),
    "acrobot": Game(
        "Acrobot-v1",
        see_acrobot,
        {"max_steps": "max_episode_steps"},
        BOUNDS,
        attributes={"equations": "book_or_nips", "torque_noise": "torque_noise_max"},
    ),
    "mountain-car": Game("MountainCar-v0", see_mountain_car, CAR, BOUNDS),
    "mountain-car-continuous": Game("MountainCarContinuous-v0", see_mountain_car, CAR, BOUNDS),
    "lunar-lander": Game("LunarLander-v3", see_lander, LANDER),
    "lunar-lander-continuous": Game(
        "LunarLander-v3", see_lander, LANDER, fixed={"continuous": True}
    ),
    "bipedal-walker": Game("BipedalWalker-v3", see_walker),
    "bipedal-walker-hardcore": Game("BipedalWalker-v3", see_walker, fixed={"hardcore": True}),
}


def make_game(env):
    """The game of the environment that the configuration's [env] describes, Gymnasium's environment
    and the options of its reset."""
    import gymnasium

    if env["id"] not in GAMES:
        raise CheckpointError(
            f"environment {env['id']}: Gymnasium has none like it, wanted one of {', '.join(GAMES)}"
        )
    game = GAMES[env["id"]]
    make, reset, attributes = dict(game.fixed), {}, {}
    for option, value in env.items():
        if option in game.make:
            make[game.make[option]] = value
        elif option in game.reset:
            reset[game.reset[option]] = value
        elif option in game.attributes:
            attributes[game.attributes[option]] = value
        elif option != "id" and value:
            raise CheckpointError(
                f"env.{option}: found {value}, but Gymnasium's {game.id} has nothing like it"
            )
    try:
        environment = gymnasium.make(game.id, **make)
    except gymnasium.error.DependencyNotInstalled as error:
        raise ImportError(str(error)) from None
    for attribute, value in attributes.items():
        setattr(environment.unwrapped, attribute, value)
    return game, environment, reset


# Values of wrappers that change nothing, besides 0 and an empty list.
UNCHANGED = {"frame_skip": 1, "reward_scale": 1}


def check_wrap(wrap):
    """Gymnasium's environment is played as it is."""
    for wrapper, value in wrap.items():
        if value and value != UNCHANGED.get(wrapper):
            raise CheckpointError(
                f"wrap.{wrapper}: found {value}, wanted a policy of an environment without wrappers"
            )


def play(policy, episodes, seed):
    """The return of each episode."""
    check_wrap(policy.wrap)
    game, environment, reset = make_game(policy.env)
    returns = []
    for episode in range(episodes):
        state, _ = environment.reset(seed=seed + episode, options=reset)
        policy.forget()
        returns.append(0.0)
        over = False
        while not over:
            action = choose(policy, game, state)
            state, reward, terminated, truncated, _ = environment.step(action)
            returns[-1] += float(reward)
            over = terminated or truncated
    environment.close()
    return returns


def choose(policy, game, state):
    """The most likely action as Gymnasium takes it."""
    decision = policy.decide(Observation({"self": [game.see(state)]}))
    if policy.heads[0]["kind"] == "categorical":
        return decision.action[0]
    return np.array(decision.action, np.float32)


def summary(returns):
    """ "mean return 487.20 [480.10, 494.30]": the mean and its 95% interval (normal)."""
    mean = np.mean(returns)
    half = 1.96 * np.std(returns, ddof=1) / np.sqrt(len(returns)) if len(returns) > 1 else np.nan
    return f"mean return {mean:.2f} [{mean - half:.2f}, {mean + half:.2f}]"


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
    print(f"{policy.env['id']} in Gymnasium: {summary(returns)}, seeds {arguments.seed} to {last}")


if __name__ == "__main__":
    main()
