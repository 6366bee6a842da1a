"""gym:ID, environments of Gymnasium and PettingZoo that Saccade steps:  check_gym.py BUILD_FOLDER

What becomes of spaces, returns beside a loop of env.step, the same bits for any number of threads and
processes, runs that are killed, and all that an environment can do wrong (gym_worlds.py)."""

import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import gymnasium
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "envs" / "gym"))
sys.path.append(str(ROOT / "tests" / "attack"))
import gym_worlds  # noqa: E402
from compare import tensors  # noqa: E402
from saccade_gym.acting import Acts  # noqa: E402
from saccade_gym.observing import Sight  # noqa: E402
from saccade_gym.parallel import without_number  # noqa: E402
from saccade_gym.picturing import SHAPE, scene_of  # noqa: E402

SACCADE = str(Path(sys.argv[1]).resolve() / "saccade")
WORLDS = {**os.environ, "SACCADE_PYTHON": sys.executable, "PYTHONPATH": str(HERE)}
SMALL = ["rollout.envs=6", "rollout.horizon=16", "steps=1920", "eval.every=960", "eval.episodes=2",
         "checkpoint.every=480", "policy.width=16", "policy.image_patch=4"]


def saccade(*arguments, status=0, env=WORLDS):
    result = subprocess.run([SACCADE, *arguments], capture_output=True, text=True, timeout=300, env=env)
    assert result.returncode == status, (arguments, result.returncode, result.stdout, result.stderr)
    return result


def sets(*settings):
    return [part for setting in settings for part in ("--set", setting)]


def check_spaces():
    """Numbers as they stand in a frame are those of the value; actions are in the space."""
    world = gym_worlds.Many()
    sight, acts = Sight(world.observation_space), Acts(world.action_space)
    assert sight.left_out == ["words"], sight.left_out
    for seed in range(20):
        world.reset(seed=seed)
        value = world.see()
        content = sight.content(value)
        own = np.frombuffer(content, "<f4", len(sight.own.features), 8)
        wanted = [*value["place"].ravel(), *np.eye(3)[value["phase"] - 1], *np.eye(2)[value["cards"][0]],
                  *np.eye(3)[value["cards"][1]], *value["lamps"], *np.eye(2)[value["pair"][0]],
                  value["pair"][1]]
        assert np.array_equal(own, np.asarray(wanted, np.float32)), (own, wanted)
        at = 8 + own.nbytes + 4
        berries = [[*berry["at"], *np.eye(2)[berry["ripe"]]] for berry in value["berries"]]
        for table, width in ((np.asarray(berries, np.float32), 4), (value["others"], 3)):
            count = struct.unpack_from("<I", content, at)[0]
            assert count == len(table), (count, table)
            rows = np.frombuffer(content, "<f4", count * width, at + 4 + 4 * count)
            assert np.array_equal(rows, table.ravel()), (rows, table)
            at += 8 + 4 * count * (1 + width)
        assert struct.unpack_from("<Iff", content, at) == (1, 0, 0)
        pixels = np.frombuffer(content, "<f4", -1, at + 12)
        assert np.array_equal(pixels, np.float32(value["view"].ravel()) / np.float32(255))
    draw = np.random.default_rng(1)
    for _ in range(100):
        numbers = np.concatenate([[draw.integers(4)], draw.uniform([0, -2], [1, 2]), draw.integers(0, [2, 5]),
                                  draw.integers(0, 2, 2)]).astype("<f4")
        action = acts.action(numbers)
        assert world.action_space.contains(action), action
        assert action["move"] == numbers[0] - 1 and action["keys"][0][1] == numbers[4]


def check_pictures():
    """Rectangles show the colour of each pixel, and no seam between two of them."""
    draw = np.random.default_rng(2)
    colors = np.array([[0, 0, 0], [248, 0, 0], [0, 248, 0], [0, 0, 248]], np.uint8)
    numbers = draw.integers(1, 4, (12, 14))
    numbers[:, :9] = 0
    content = scene_of(np.repeat(np.repeat(colors[numbers], 2, 0), 3, 1))
    half = np.frombuffer(content, "<f4", 4)[2:]
    shapes = np.frombuffer(content, SHAPE, -1, 24)
    west, south = shapes["points"].min(1).T
    east, north = shapes["points"].max(1).T

    def shown(row, column):
        x, y = 3 * column - half[0], half[1] - 2 * row
        return shapes["fill"][(west < x) & (x < east) & (south < y) & (y < north)]

    for row, column in np.ndindex(*numbers.shape):
        there = shown(row + 0.6, column + 0.6)
        if numbers[row, column] == 0:
            assert len(there) == 0, (row, column, there)
            continue
        assert (there[-1][:3] & 248 == colors[numbers[row, column]]).all(), (row, column, there)
        assert row == 0 or len(shown(row, column + 0.6)) > 0, (row, column)
        assert column == 9 or len(shown(row + 0.6, column)) > 0, (row, column)


def check_contracts():
    for name in ("gym_worlds:Base", "gym_worlds:Endless", "gym_worlds:Many", "gym_worlds:Painted",
                 "gym_worlds:Masked", "gym_worlds:Herd", "CartPole-v1", "mpe2.simple_tag_v3"):
        saccade("check-env", "gym:" + name, "--episodes", "3")
    saccade("check-env", "gym:gym_worlds:Rows", "--episodes", "2", *sets("env.rows=observation"))
    restless = saccade("check-env", "gym:gym_worlds:Restless", "--episodes", "2", status=1)
    assert "gave another episode" in restless.stderr, restless.stderr


def check_descriptions():
    many = json.loads(saccade("envs", "gym:gym_worlds:Many", "--json").stdout)
    text = saccade("envs", "gym:gym_worlds:Many").stdout
    for word in ("berries", "others", "view", "cards.1=2", "push", "keys.0.1", "kwargs"):
        assert word in text, (word, text, many)
    assert "gym:ID" in saccade("envs").stdout


def own_returns(env, seeds):
    found = []
    for seed in seeds:
        env.reset(seed=seed)
        total, over = 0.0, False
        while not over:
            _, reward, terminated, truncated, _ = env.step(env.action_space.sample())
            total, over = total + reward, terminated or truncated
        found.append(total)
    return found


def check_names():
    """Agents that are called alike but for a number are of one kind."""
    assert {without_number(f"wolf_{i}") for i in range(3)} == {"wolf"}
    assert len({without_number(i) for i in range(3)}) == 1


def check_returns():
    """Seeds, rewards, ends and arguments are those of a loop of one's own."""
    for world, settings, own in (("Base", (), gym_worlds.Base()),
                                 ("Endless", ("env.length=7", "env.scale=0.5"),
                                  gym_worlds.Endless(length=7, scale=0.5))):
        result = saccade("eval", "gym:gym_worlds:" + world, "--episodes", "4", "--seed", "11", "--json",
                         *sets(*settings))
        episodes = json.loads(result.stdout)["per_episode"]
        wanted = own_returns(own, range(11, 15))
        assert np.allclose([episode["return"] for episode in episodes], wanted), (episodes, wanted)
        assert all(episode["length"] == own.length for episode in episodes), episodes


def check_bits(folder):
    """Any number of threads and workers, and a run that was killed, end with the same weights."""
    for world in ("Many", "Herd"):
        runs = []
        for threads, workers in ((1, 1), (2, 3)):
            runs.append(folder / f"{world}-{threads}")
            saccade("train", f"gym:gym_worlds:{world}", "--out", str(runs[-1]), "--quiet",
                    *sets(*SMALL, f"threads={threads}", f"env.workers={workers}"))
        assert tensors(runs[0]) == tensors(runs[1]), "the bits differ"
    killed = folder / "killed"
    training = subprocess.Popen([SACCADE, "train", "gym:gym_worlds:Many", "--out", str(killed), "--quiet",
                                 *sets(*SMALL)], env=WORLDS)
    end = time.monotonic() + 120
    while not (killed / "checkpoints" / "step-480.safetensors").exists():
        assert time.monotonic() < end and training.poll() is None, "no checkpoint was written"
        time.sleep(0.002)
    workers = children(training.pid)
    training.send_signal(signal.SIGKILL)
    training.wait()
    saccade("train", "--resume", str(killed), "--quiet")
    assert tensors(killed) == tensors(folder / "Many-1"), "the bits differ"
    assert workers, "there was no worker"
    end = time.monotonic() + 30
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < end, "workers outlive the program"
        time.sleep(0.05)


def children(process):
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in text.split()]


def check_restless(folder):
    """It trains, with a warning; to resume is refused."""
    run = folder / "restless"
    warned = saccade("train", "gym:gym_worlds:Restless", "--out", str(run),
                     *sets(*SMALL, "steps=960", "checkpoint.every=480"))
    assert "gave another episode" in warned.stderr, warned.stderr
    refused = saccade("train", "--resume", str(run), "--steps", "1920", status=1)
    assert "not deterministic" in refused.stderr, refused.stderr


def check_wrong(folder):
    for how, words in (("throw", "RuntimeError: the wheels came off (gym_worlds.py, line"),
                       ("die", "its process has ended: exit status 3"),
                       ("hang", "sent no answer to 'step' within 3 s"),
                       ("four", "step: wanted a tuple of observation, reward, terminated"),
                       ("nan", "found nan"), ("shape", "found the shape (4,), wanted (3,)"),
                       ("words", "found str, wanted numbers"), ("reward", "reward: found str")):
        wrong = saccade("train", "gym:gym_worlds:Wrong", "--out", str(folder / how), "--quiet",
                        *sets(*SMALL, "threads=1", f"env.how={how}", "env.timeout=3"), status=1)
        assert words in wrong.stderr and "step 3" in wrong.stderr, (how, wrong.stderr)
        assert "gym:gym_worlds:Wrong, environment " in wrong.stderr, wrong.stderr


def check_requests(folder):
    """One error line and status 2, and no run."""
    bare = {**WORLDS, "SACCADE_PYTHON": os.path.realpath(sys.executable)}
    has_none = subprocess.run([bare["SACCADE_PYTHON"], "-c", "import gymnasium"], capture_output=True)
    cases = [("NoSuch-v0", WORLDS, (), "doesn't exist"),
             ("nowhere:World", WORLDS, (), "cannot import nowhere"),
             ("gym_worlds:factory", WORLDS, (), "wanted the id of an environment"),
             ("os:system", WORLDS, ("env.command=true",), "wanted the id of an environment"),
             ("CartPole-v1", WORLDS, ("env.gravity_=1",), "gravity_"),
             ("CartPole-v1", WORLDS, ("env.a=1", "env.a.b=2"), "but a has a value of its own"),
             ("CartPole-v1", WORLDS, ("env.a.b=2", "env.a=1"), "but a has keys of its own"),
             ("gym_worlds:Rows", WORLDS, ("env.rows=other",), "env.rows: found other"),
             ("CartPole-v1", {**WORLDS, "SACCADE_PYTHON": "no-python"}, (), "SACCADE_PYTHON")]
    if has_none.returncode != 0:
        cases.append(("CartPole-v1", bare, (), "pip install"))
    for name, env, settings, words in cases:
        run = folder / "none"
        wrong = saccade("train", "gym:" + name, "--out", str(run), "--quiet", *sets(*SMALL, *settings),
                        status=2, env=env)
        assert words in wrong.stderr and wrong.stderr.count("\n") == 1, wrong.stderr
        assert not run.exists(), "a run was begun"


def check_learning(folder):
    """CartPole is learned as it is where it is built in."""
    run = folder / "cartpole"
    saccade("train", "cartpole", "--out", str(run), "--quiet",
            *sets("env.id=gym:CartPole-v1", "steps=60000"))
    result = json.loads(saccade("eval", str(run), "--episodes", "20", "--json").stdout)
    assert result["return_mean"] > 195, result
    env = gymnasium.make("CartPole-v1")
    assert env.spec.max_episode_steps == 500 and result["length_mean"] <= 500


def main():
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        check_spaces()
        check_pictures()
        check_descriptions()
        check_contracts()
        check_names()
        check_returns()
        check_requests(place)
        check_bits(place)
        check_restless(place)
        check_wrong(place)
        check_learning(place)
    print("ok     environments of Gymnasium and PettingZoo: spaces, returns, bits, and what goes wrong")


if __name__ == "__main__":
    main()
