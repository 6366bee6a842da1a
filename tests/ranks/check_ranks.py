#!/usr/bin/env python3
"""Trains by mpirun, as a person would, and wants what one process gives, to the last byte:

    check_ranks.py PROGRAM

Exits with 77 (skipped) where the program was built without MPI or there is no mpirun.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/attack"))
import compare  # noqa: E402

MPIRUN = ("mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none",
          "--mca", "mpi_yield_when_idle", "1", "-n")
# By hwloc, mpirun asks any X server for its GPUs, and dies with one that ends, such as that of another test.
ENVIRONMENT = {**os.environ, "HWLOC_COMPONENTS": "-gl"}
SETTINGS = ("seed=3", "threads=1", "rollout.envs=9", "rollout.horizon=32", "rollout.envs_per_shard=2",
            "policy.width=16", "eval.every=1024", "eval.episodes=3", "checkpoint.every=1024")
TIME_LIMIT = 120


class Rank:
    """The program, alone or as a job of so many ranks, in one folder."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def call(self, *words):
        return subprocess.run(words, cwd=self.folder, timeout=TIME_LIMIT, env=ENVIRONMENT,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, ranks, *words):
        launcher = [*MPIRUN, str(ranks)] if ranks > 1 else []
        return self.call(*launcher, self.program, *words)

    def training(self, *words, sets=()):
        options = [word for one in (*SETTINGS, *sets) for word in ("--set", one)]
        return ["train", "--quiet", *words, *options]

    def train(self, ranks, *words, sets=()):
        return self.run(ranks, *self.training(*words, sets=sets))

    def train_unlike(self, words, more):
        """Two ranks, of which the second gets more words.  (Of two programs the mpirun of Open MPI 5.0 crashes.)"""
        script = f'test "$OMPI_COMM_WORLD_RANK" = 0 || set -- "$@" {more}; exec "$@"'
        return self.call(*MPIRUN, "2", "sh", "-c", script, "sh", self.program, *self.training(*words))

    def contents(self, run):
        return compare.Contents(self.folder / run)


def want(what, holds, detail=""):
    print(f"{'ok    ' if holds else 'FAILED'} {what}{'' if holds else ': ' + detail}")
    return holds


def want_done(what, done):
    return want(what, done.returncode == 0, f"exit status {done.returncode}: {done.stderr.strip()}")


def want_same(what, found, wanted):
    differences = found.differences(wanted)
    return want(what, not differences, "; ".join(differences))


def check_bits(rank):
    good = []
    for env, sets in (("cartpole", ()), ("cartpole", ("algorithm=vtrace", "policy.memory=gru")),
                      ("cartpole", ("optimiser.minibatches=stratified",)),
                      ("hide-and-seek", ("policy.critic=central",))):
        name = "-".join((env, *(one.split("=")[1] for one in sets)))
        steps = ("--steps", "3000")
        good.append(want_done(name + " alone", rank.train(1, env, *steps, "--out", name, sets=sets)))
        for ranks in (2, 4):
            out = f"{name}-{ranks}"
            good.append(want_done(out, rank.train(ranks, env, *steps, "--out", out, sets=sets)))
            good.append(want_same(out + " equals it", rank.contents(out), rank.contents(name)))
    return good


def check_resume(rank):
    """Every part of the run by another number of ranks."""
    good = [want_done("begun by 2", rank.train(2, "cartpole", "--steps", "3000", "--until", "1000", "--out", "parts"))]
    for ranks, until in ((4, "2000"), (1, "2500"), (3, "9999")):
        good.append(want_done(f"continued by {ranks}", rank.run(ranks, "train", "--quiet", "--resume", "parts", "--until", until)))
    whole = rank.train(1, "cartpole", "--steps", "3000", "--until", "1000", "--out", "whole")
    for until in ("2000", "2500", "9999"):
        whole = rank.run(1, "train", "--quiet", "--resume", "whole", "--until", until)
    good.append(want_done("the same by one process", whole))
    good.append(want_same("they are equal", rank.contents("parts"), rank.contents("whole")))
    return good


def check_errors(rank):
    many = rank.train(6, "cartpole", "--out", "many")
    wrong = rank.train(2, "cartpolo", "--out", "wrong")
    other = rank.run(2, "eval", "cartpole")
    seeds = rank.train(2, "cartpole", "--seeds", "1..2", "--out", "seeds")
    lacking = rank.train_unlike(("cartpole", "--out", "lacking"), "--plugin nowhere.so")
    return [
        want("too many ranks", many.returncode == 2 and "found 6 ranks, wanted at most 4" in many.stderr, many.stderr),
        want("an unknown environment", wrong.returncode == 2 and "did you mean" in wrong.stderr, wrong.stderr),
        want("nothing was made", not any((rank.folder / name).exists() for name in ("many", "wrong", "lacking"))),
        want("runs of several seeds", seeds.returncode == 2 and "'train --seeds'" in seeds.stderr, seeds.stderr),
        want("a plug-in that one rank lacks", lacking.returncode == 2 and "nowhere.so" in lacking.stderr, lacking.stderr),
        want("other commands", other.returncode == 2 and "only 'train' of one run is shared" in other.stderr, other.stderr),
    ]


def main():
    program = Path(sys.argv[1]).resolve()
    version = subprocess.run([program, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
    if "MPI" not in version or not shutil.which("mpirun"):
        print("skipped: the program was built without MPI, or there is no mpirun")
        return 77
    with tempfile.TemporaryDirectory(prefix="saccade-ranks-") as folder:
        rank = Rank(program, Path(folder))
        good = check_bits(rank) + check_resume(rank) + check_errors(rank)
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    return 0 if all(good) else 1


sys.exit(main())
