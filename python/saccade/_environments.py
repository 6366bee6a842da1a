"""The environments at hand: those that ship, and those of the plug-ins that were loaded."""

import json
import os
from collections.abc import Mapping
from typing import Any

from saccade import _native

# As Gymnasium's registry one for the process: what is loaded stays loaded in any case.
registered = _native.Environments()

Option = bool | int | float | str | list[str]


def envs() -> list[str]:
    """The ids of all environments."""
    return registered.ids()


def describe(env: str) -> dict[str, Any]:
    """All about an environment with its default options, as `saccade envs ENV --json` prints it.

    The keys: summary, agents, max_steps, reward (its bounds), outcomes, counts, entities, rays,
    images, actions, options (name, type, default, range, help) and manual.
    """
    description: dict[str, Any] = json.loads(registered.describe(env))
    return description


def load_plugin(path: str | os.PathLike[str]) -> list[str]:
    """Loads a shared library of environments; returns the ids that are new.

    A plug-in is native code. It stays loaded; loading it again does nothing.
    """
    before = set(registered.ids())
    registered.load(os.fspath(path))
    return [env for env in registered.ids() if env not in before]


def maker(env: str, options: Mapping[str, Any], wrap: Mapping[str, Any] | None) -> _native.Maker:
    """The environment with its options and wrappers."""
    return _native.Maker(registered, env, plain_options(options), plain_options(wrap or {}))


def plain_options(options: Mapping[str, Any]) -> dict[str, Option]:
    """The values in types that the native side knows: also those of NumPy, and tuples."""
    return {name: _plain(name, value) for name, value in options.items()}


def _plain(name: str, value: Any) -> Option:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, tuple):
        value = list(value)
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return list(value)
    wanted = "a number, a text or a list of texts"
    raise _native.Error(f"option {name}: found {value!r}, wanted {wanted}")
