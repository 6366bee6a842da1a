"""Makes the environment that an id names.

    CartPole-v1, ALE/Pong-v5       what Gymnasium has registered
    minigrid:MiniGrid-Empty-5x5-v0 the same, once the module in front is imported
    my_worlds:Meadow               a class of a module: an Env of Gymnasium, a ParallelEnv of PettingZoo
    mpe2.simple_spread_v3          a module of PettingZoo's form
"""
import importlib
import importlib.util
import json
import os
import sys

from saccade_gym.lines import Wrong

# Pictures need no window, and no greetings either.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")


def missing(module, error):
    version = ".".join(map(str, sys.version_info[:3]))
    return Wrong(f"found no {module} in Python {version} ({sys.executable}): {error}; install it there "
                 f"(pip install {module}), or let SACCADE_PYTHON name another Python")


try:
    import numpy  # noqa: F401
except ImportError as error:
    raise missing("numpy", error) from None
try:
    import gymnasium
    from gymnasium.envs.registration import EnvSpec, load_env_creator
except ImportError as error:
    raise missing("gymnasium", error) from None

from saccade_gym.parallel import Parallel
from saccade_gym.single import Single


def value_of(text):
    """Of an argument: JSON where it is some, None, or else the text itself."""
    if text in ("None", '"None"'):
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return text
    if isinstance(value, str) and value[:1] in ("[", "{"):
        return value_of(value)  # A list or object that TOML has no value for.
    return value


def arguments_of(pairs):
    """Keyword arguments; a dotted key is one in a dict."""
    arguments = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not (key and equals):
            raise Wrong(f"env.kwargs: found {pair!r}, wanted KEY=VALUE")
        *outer, last = key.split(".")
        place = arguments
        for part in outer:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise Wrong(f"env.kwargs: found {pair!r}, but {part} has a value of its own")
        if isinstance(place.get(last), dict):
            raise Wrong(f"env.kwargs: found {pair!r}, but {last} has keys of its own")
        place[last] = value_of(text)
    return arguments


def shown(arguments, metadata):
    """The arguments, with those that let it be watched."""
    modes = (metadata or {}).get("render_modes") or ()
    if "rgb_array" in modes and "render_mode" not in arguments:
        arguments = {**arguments, "render_mode": "rgb_array"}
    if arguments.get("render_mode") != "human":
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    return arguments


def registered(name, arguments):
    """An environment that Gymnasium knows by name, or its own error about that."""
    try:
        entry = gymnasium.spec(name).entry_point
        creator = load_env_creator(entry) if isinstance(entry, str) else entry
        arguments = shown(arguments, getattr(creator, "metadata", None))
    except gymnasium.error.Error:
        pass  # `make` says it better.
    return gymnasium.make(name, disable_env_checker=True, **arguments)


def is_parallel(thing):
    """Whether it is a class of PettingZoo's parallel environments."""
    return isinstance(thing, type) and any(
        base.__module__.startswith("pettingzoo.") and base.__name__ == "ParallelEnv"
        for base in thing.__mro__)


def of_class(name, thing, arguments):
    """Only classes of environments are called: an id may come from a file of somebody else."""
    if is_parallel(thing):
        return thing(**shown(arguments, getattr(thing, "metadata", None)))
    if isinstance(thing, type) and issubclass(thing, gymnasium.Env):
        spec = EnvSpec(id=f"{thing.__name__}-v0", entry_point=thing)
        return gymnasium.make(spec, disable_env_checker=True, **shown(arguments, thing.metadata))
    raise Wrong(f"{name}: found {type(thing).__name__} {thing!r:.60}, wanted the id of an environment, a "
                "subclass of gymnasium.Env or one of pettingzoo.ParallelEnv")


def of_module(module, arguments):
    """A module that has parallel_env(), or env() and raw_env() of agents that can act at once."""
    make = getattr(module, "parallel_env", None)
    if make is None and hasattr(module, "raw_env"):
        make = getattr(module, "env", None)
    if make is None:
        raise Wrong(f"found the module {module.__name__} without parallel_env(), or env() and raw_env(), "
                    "as PettingZoo has them; behind a colon an id may name a class of it")
    try:
        env = make(**shown(arguments, {"render_modes": ["rgb_array"]}))
    except TypeError as error:
        if "render_mode" not in str(error) or "render_mode" in arguments:
            raise
        env = make(**arguments)
    if hasattr(module, "parallel_env"):
        return env
    from pettingzoo.utils.conversions import aec_to_parallel

    return aec_to_parallel(env)


def import_module(name):
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise Wrong(f"cannot import {name}: {error}; PYTHONPATH names the folders of your own "
                    "modules") from None


def is_module(name):
    """Whether there is a module of this dotted name."""
    try:
        return "." in name and "/" not in name and importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def make_env(name, arguments):
    module_name, colon, rest = name.rpartition(":")
    if colon:
        module = import_module(module_name)
        if rest not in gymnasium.registry and hasattr(module, rest):
            return of_class(name, getattr(module, rest), arguments)
        return registered(rest, arguments)
    if name not in gymnasium.registry and is_module(name):
        return of_module(import_module(name), arguments)
    return registered(name, arguments)


def make_world(name, pairs, rows, is_first):
    if not is_first:  # What the first one said of itself holds for all.
        import warnings

        warnings.simplefilter("ignore")
    env = make_env(name, arguments_of(pairs))
    form = Single if isinstance(env, gymnasium.Env) else Parallel
    world = form(name, env, rows)
    if is_first and world.left_out:
        print(f"gym:{name}: left out of the observation, being text: {', '.join(world.left_out)}",
              file=sys.stderr)
    return world
