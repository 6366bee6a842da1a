"""Training, update by update."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from saccade import _native
from saccade._environments import load_plugin, plain_options, registered


class Training(Iterator[dict[str, float]]):
    """A run that is being trained: each step of the iteration is an update, and gives its metrics.

    Among them: step, wall_seconds, steps_per_second, episodes, return_mean and length_mean (of the
    last 100 episodes), what the algorithm reports, and eval_return_mean after an evaluation. The run
    directory is that of `saccade train`. It is saved when the iteration ends, is closed or fails, and
    as the configuration says in between; Ctrl-C finishes the running update.
    """

    def __init__(self, native: _native.Training) -> None:
        self._native: _native.Training | None = native
        self._folder = Path(native.folder)
        self.total_steps = native.total_steps

    @property
    def folder(self) -> Path:
        """The run directory."""
        return self._folder

    @property
    def result(self) -> str:
        """What `saccade.load` takes. What was learned since the last checkpoint is saved first."""
        if self._native is not None:
            self._native.save()
        return str(self._folder)

    def __next__(self) -> dict[str, float]:
        if self._native is None:
            raise StopIteration
        try:
            if self._native.advance():
                return dict(self._native.metrics())
        except BaseException:
            self.close()
            raise
        self.close()
        raise StopIteration

    def close(self) -> None:
        """Saves the run and lets go of it: `resume` or `saccade train --resume` goes on."""
        if self._native is not None:
            native, self._native = self._native, None
            native.save()

    def __enter__(self) -> "Training":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_native", None) is not None:
            self.close()


def train(
    config: str = "forage",
    *,
    steps: int | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    set: Mapping[str, Any] | None = None,
    plugins: Iterable[str | os.PathLike[str]] = (),
    init: str | os.PathLike[str] | None = None,
) -> Training:
    """Begins a run, as `saccade train` does; the iteration trains it.

    config: a preset, the id of an environment, or a TOML file.
    out: the run directory, which must be missing or empty; by default runs/<env>-<seed>.
    set: configuration keys and their values, {"policy.width": 32}; docs/configuration.md lists them.
    plugins: libraries with environments. init: a run with whose weights it begins.
    """
    for plugin in plugins:
        load_plugin(plugin)
    return Training(
        _native.Training(
            config,
            _sets(set, steps, seed),
            "" if out is None else os.fspath(out),
            "" if init is None else os.fspath(init),
            registered,
        )
    )


def resume(run: str | os.PathLike[str], *, steps: int | None = None) -> Training:
    """Continues a run from its last checkpoint, as `saccade train --resume` does."""
    return Training(_native.Training.resume(os.fspath(run), _sets(None, steps, None), registered))


def _sets(values: Mapping[str, Any] | None, steps: int | None, seed: int | None) -> list[str]:
    """The texts of --set: TOML, which JSON is for these types."""
    settings = plain_options(values or {})
    sets = [f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in settings.items()]
    sets += [f"steps={steps}"] if steps is not None else []
    return sets + ([f"seed={seed}"] if seed is not None else [])
