"""Short trainings whose file-system calls are attacked one at a time, and what must hold then."""

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.append(str(Path(__file__).resolve().parents[1]))
import compare  # noqa: E402

SETTINGS = {
    "seed": 4,  # Its best evaluations are those of steps 512 and 1024: best moves, and stays behind.
    "steps": 2500,  # No multiple of an update's 512 steps.
    "threads": 1,
    "policy.width": 8,
    "rollout.envs": 8,
    "rollout.horizon": 64,
    "ppo.epochs": 2,
    "optimiser.learning_rate": 0.05,
    "eval.every": 512,
    "eval.episodes": 1,
    "checkpoint.every": 512,
    "checkpoint.keep": 2,
    "checkpoint.milestones": 2,  # Steps 0, 1536 and 2560.
}
STOPS = ("kill-before", "kill-half", "kill-after", "power-cut", "interrupt")
READS = {"read", "open-to-read"}  # Change nothing: to stop there is to stop at the next change.
OLD_CHECKPOINT = r"checkpoints/step-\d+\.safetensors is left over"
TIME_LIMIT = 60  # Seconds; a run takes less than a tenth of one.


class Call(NamedTuple):
    name: str  # As the shim names it.
    path: str  # Below the run directory; "" for the run directory itself.


class Case(NamedTuple):
    scenario: str  # new, resume, summary or finished: see Attacker.prepare.
    attack: str  # One of STOPS; an error and how long it lasts (ENOSPC-once, EIO-forever); none.
    at: int  # Number of the attacked call, from 1.

    def __str__(self):
        return f"{self.scenario}/{self.attack}/{self.at}"

    def stops(self):
        """Whether the process is stopped, rather than a call of its made to fail."""
        return self.attack in STOPS

    def environment(self):
        """The shim's variables."""
        if self.attack == "none":
            return {}
        if self.stops():
            return {"SHIM_AT": str(self.at), "SHIM_ACTION": self.attack}
        action = "short" if self.attack.endswith("short") else "fail"
        variables = {"SHIM_AT": str(self.at), "SHIM_ACTION": action, "SHIM_ERRNO": str(self.error())}
        return variables | ({"SHIM_FOREVER": "1"} if self.attack.endswith("forever") else {})

    def error(self):
        return getattr(errno, self.attack.split("-")[0])


def attacks_on(call):
    """The attacks that make sense for a call."""
    faults = [f"{error}-{how}" for error in ("ENOSPC", "EIO", "EACCES") for how in ("once", "forever")]
    if call.name in READS:
        return faults
    if call.name == "write":
        return [*STOPS, *faults, "ENOSPC-short", "EIO-short"]
    return [stop for stop in STOPS if stop != "kill-half"] + faults


class Result(NamedTuple):
    status: int  # As Python tells it: negative for a signal.
    out: str
    err: str


class Attacker:
    """Runs a program with the shim in a scratch folder of its own."""

    def __init__(self, program, shim, scratch):
        self.program, self.shim, self.scratch = program, shim, scratch
        self.teacher = None  # The run with whose weights the others begin.
        self.wanted = None  # What an uninterrupted run holds.
        self.bases = {}  # Run directories from which scenarios begin.
        self.calls = {}  # Of each scenario.

    def prepare(self):
        """Makes the uninterrupted run, and what the scenarios begin from; counts their calls."""
        self.teacher = self._whole("teacher", ("--seed", "1", "--steps", "512"))
        whole = self._whole("whole")
        self.wanted = compare.Contents(whole)
        if not self.wanted.points:
            raise SystemExit("error: no points were found in the uninterrupted run's event files")
        self.calls["new"] = self._log_of("new")
        self._check_log(self.calls["new"])
        self.bases = {
            "resume": self._killed_at(Call("rename", "checkpoints/step-1536.safetensors")),
            "summary": self._killed_at(Call("rename", "summary.json")),
            "finished": whole,
        }
        self.calls |= {scenario: self._log_of(scenario) for scenario in self.bases}

    def _whole(self, name, more=()):
        """An uninterrupted run."""
        folder = self.scratch / name
        result = self.train(folder, more=more)
        if result.status != 0:
            raise SystemExit(f"error: the uninterrupted run '{name}' fails: {result.err}")
        return folder

    def _check_log(self, calls):
        """The shim must have seen each file being made."""
        seen = {call.path for call in calls if call.name in ("write", "symlink")}
        if unseen := self.wanted.files.keys() - seen:
            raise SystemExit(f"error: the shim saw no write of {sorted(unseen)}; it lacks a function")

    def _killed_at(self, call):
        """A run directory of a process that was killed before its first call of that kind."""
        folder = self.scratch / ("killed-at-" + Path(call.path).name)
        case = Case("new", "kill-before", self.calls["new"].index(call) + 1)
        self.begin("new", folder, case.environment())
        return folder

    def _log_of(self, scenario):
        log = self.scratch / f"{scenario}.log"
        self.begin(scenario, self.scratch / scenario, {"SHIM_LOG": str(log)})
        if not log.exists():
            return []
        calls = [line.split("\t") for line in log.read_text().splitlines()]
        return [Call(name, final_name(path.removeprefix("/"))) for name, path in calls]

    def run(self, folder, arguments, variables):
        environment = os.environ | {"LD_PRELOAD": str(self.shim), "SHIM_FOLDER": str(folder)}
        done = subprocess.run(
            [self.program, "train", "--quiet", *arguments],
            env=environment | variables,
            cwd=self.scratch,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIME_LIMIT,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def train(self, folder, variables={}, more=()):
        settings = [word for key, value in SETTINGS.items() for word in ("--set", f"{key}={value}")]
        init = ["--init", str(self.teacher)] if self.teacher else []
        arguments = ["cartpole", "--out", str(folder), *settings, *init, *more]
        return self.run(folder, arguments, variables)

    def resume(self, folder, variables={}):
        return self.run(folder, ["--resume", str(folder)], variables)

    def begin(self, scenario, folder, variables):
        """Runs the process of a scenario that is attacked."""
        if scenario == "new":
            return self.train(folder, variables)
        shutil.copytree(self.bases[scenario], folder, symlinks=True)
        return self.resume(folder, variables)

    def recover(self, folder):
        """Continues the run, or begins it again where it never became a run; returns problems."""
        before = snapshot(folder)
        result = self.resume(folder)
        problems = problems_of_text(result)
        if result.status == 0:
            return problems
        if result.status != 2 or snapshot(folder) != before:
            problems.append(f"resume: exit status {result.status}, or it touched the run")
        if (folder / "config.toml").exists() or has_rows(folder):
            return problems + [f"cannot be resumed: {plain(result.err, folder)}"]
        again = self.train(folder)
        if again.status != 0:
            problems.append(f"can be neither resumed nor begun again: {plain(again.err, folder)}")
        return problems + problems_of_text(again)

    def compare(self, folder, case):
        """Differences from the uninterrupted run.  Old checkpoints may stay where they could not be
        removed or listed."""
        found = compare.Contents(folder).differences(self.wanted)
        if not case.stops() and prunes(self.call(case)):
            found = [what for what in found if not re.fullmatch(OLD_CHECKPOINT, what)]
        return [plain(what, folder) for what in found]

    def call(self, case):
        return self.calls[case.scenario][case.at - 1] if case.at else Call("none", "")

    def judge(self, case, folder):
        """Does one attack and returns what went wrong: sentences."""
        before = snapshot(folder if case.scenario == "new" else self.bases[case.scenario])
        try:
            result = self.begin(case.scenario, folder, case.environment())
            check = problems_of_stop if case.stops() else self.problems_of_fault
            problems = check(case, result, folder, before)
            problems += dangling_links(folder)
            return problems + (self.recover(folder) or self.compare(folder, case))
        except subprocess.TimeoutExpired:
            return [f"hangs for {TIME_LIMIT} seconds"]

    def problems_of_fault(self, case, result, folder, before):
        if result.status == 0:
            found = [what for what in self.compare(folder, case) if not self.is_stuck(what, case)]
            return [f"exit status 0, but {what}" for what in found]
        if result.status not in (1, 2) or case.attack == "none":
            return [f"exit status {result.status} {plain(result.err, folder)}"]
        problems = problems_of_text(result)
        # What fails first may be of no account (to remove what is not there); later calls fail too.
        named = folder if case.attack.endswith("forever") else folder / self.call(case).path
        for wanted in (str(named), os.strerror(case.error())):
            if wanted not in result.err:
                problems.append(f"no '{plain(wanted, folder)}' in {plain(result.err, folder)}")
        if result.status == 2 and snapshot(folder) != before:
            problems.append(f"exit status 2, but files were touched: {plain(result.err, folder)}")
        return problems

    def is_stuck(self, what, case):
        """A temporary file that could not be removed stays until the next resume."""
        return self.call(case).name == "unlink" and what.endswith(".tmp-... is left over")


def prunes(call):
    """Whether a call may be one of those that remove old checkpoints."""
    return call.path.startswith("checkpoints") and call.name in ("open", "unlink")


def problems_of_stop(case, result, folder, before):
    if case.attack == "interrupt":  # After the last update there is nothing to interrupt.
        wanted = result.status in (0, 130) and not result.err
    else:
        wanted = result.status == -9
    return [] if wanted else [f"exit status {result.status} {plain(result.err, folder)}"]


def problems_of_text(result):
    """One line of error if the program failed, nothing otherwise."""
    if result.status == 0:
        return [f"exit status 0, but it said: {result.err}"] if result.err else []
    if re.fullmatch(r"error: [^\n]*\n", result.err):
        return []
    return [f"exit status {result.status}, wanted one line of error, found: {result.err}"]


def dangling_links(folder):
    links = [folder / "checkpoints" / name for name in ("latest", "best")]
    return [f"{link.name} points at a missing file" for link in links
            if link.is_symlink() and not link.exists()]


def has_rows(folder):
    metrics = folder / "metrics.csv"
    return metrics.exists() and len(metrics.read_text().splitlines()) > 1


def snapshot(folder):
    return compare.files(folder) if folder.is_dir() else None


def final_name(path):
    """The name of the file that a temporary one becomes; event files go by one name."""
    return re.sub(r"\.tmp-.*$|(?<=tfevents)\..*$", "", path)


def plain(text, folder):
    """A message without what differs from one case to the next."""
    text = text.strip().replace(str(folder), "RUN")
    return re.sub(r"(tmp-|tfevents\.)[\w.]+", r"\1...", text)
