"""The clients of examples/socket_env, and a training run that is killed and resumed.

    python3 check_clients.py SACCADE CARTPOLE      the program, and the C++ example
"""
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "attack"))
from compare import tensors  # noqa: E402

SACCADE, *CARTPOLE = sys.argv[1:]
PYTHON = ROOT / "examples" / "socket_env" / "python"
SMALL = ["rollout.envs=6", "rollout.horizon=16", "steps=1920", "eval.every=960", "eval.episodes=2",
         "checkpoint.every=480", "policy.width=16", "env.wait=60", "threads=2"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def saccade(folder, *arguments, status=0):
    result = subprocess.run([SACCADE, *arguments], cwd=folder, capture_output=True, text=True,
                            timeout=300)
    assert result.returncode == status, (arguments, result.returncode, result.stderr)
    return result


def sets(settings):
    return [part for setting in settings for part in ("--set", setting)]


def check_codec():
    """Of the Python client: rows and truths are sent as flat lists of numbers are."""
    sys.path.append(str(PYTHON))
    import saccade_client as client
    observation = [{"type": "self", "features": ["x", "y"]}]
    action = [{"head": "move", "kind": "categorical", "labels": ["a", "b"], "masked": True}]
    codec = client._Codec({"kinds": [{"observation": observation, "action": action}]})

    def sent(table, mask):
        agent = client.Agent(entities={"self": table}, masks={"move": mask})
        return codec.state(client.State([agent]))

    flat = sent(client.Table([4, 5], [1, 2, 3, 4], [0, 1, 2, 3]), [1, 0])
    rows = sent(client.Table([4, 5], [(1, 2), (3, 4)], [(0, 1), (2, 3)]), [True, False])
    assert rows == flat and flat.endswith(struct.pack("<IBB", 2, 1, 0)), (rows, flat)


class Client:
    """A client program that is started anew whenever it ends, as a person's script would do."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def wait(self):
        _, error = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, error


def python_client(port):
    return Client(sys.executable, str(PYTHON / "pasture.py"), port)


def check_training(folder):
    """Trains, evaluates, records and describes, each with a client that ends when it is over."""
    port = free_port()
    client = python_client(port)
    saccade(folder, "train", "socket:" + port, "--out", "whole", "--quiet", *sets(SMALL))
    client.wait()
    client = python_client(port)
    evaluation = saccade(folder, "eval", "whole", "--episodes", "5")
    client.wait()
    assert "eaten" in evaluation.stdout, evaluation.stdout
    client = python_client(port)
    description = saccade(folder, "envs", "socket:" + port).stdout
    client.wait()
    assert "clover" in description and "sheep" in description, description
    client = python_client(port)
    saccade(folder, "check-env", "socket:" + port, "--episodes", "3")
    client.wait()


def kill_and_resume(folder):
    """SIGKILL as soon as something is learned and saved; the end is that of the run that was left alone."""
    port = free_port()
    client = python_client(port)
    run = folder / "killed"
    command = [SACCADE, "train", "socket:" + port, "--out", str(run), "--quiet", *sets(SMALL)]
    training = subprocess.Popen(command, cwd=folder)
    end = time.monotonic() + 120
    while not (run / "checkpoints" / "step-480.safetensors").exists():
        assert time.monotonic() < end and training.poll() is None, "no checkpoint was written"
        time.sleep(0.002)
    training.send_signal(signal.SIGKILL)
    training.wait()
    client.wait()
    client = python_client(port)
    saccade(folder, "train", "--resume", str(run), "--quiet")
    client.wait()
    assert tensors(run) == tensors(folder / "whole"), "the bits differ"


def check_cpp(folder):
    port = free_port()
    client = Client(*CARTPOLE, port)
    saccade(folder, "check-env", "socket:" + port, "--episodes", "3")
    client.wait()
    client = Client(*CARTPOLE, port)
    saccade(folder, "train", "cartpole", "--set", "env.id=socket:" + port, "--out", "cpp", "--quiet",
            *sets(SMALL))
    client.wait()


def check_waiting(folder):
    """What is said while nobody comes, what an interrupt does, and a port that is taken."""
    port = free_port()
    failed = saccade(folder, "train", "socket:" + port, "--set", "env.wait=1.2", status=1)
    assert "waiting for a client on 127.0.0.1:" + port in failed.stderr, failed.stderr
    assert "no client came to 127.0.0.1:%s within 1.2 s" % port in failed.stderr, failed.stderr
    quiet = saccade(folder, "train", "socket:" + port, "--quiet", "--set", "env.wait=1.2", status=1)
    assert quiet.stderr.count("\n") == 1 and "waiting" not in quiet.stderr, quiet.stderr
    waiting = subprocess.Popen([SACCADE, "train", "socket:" + port], cwd=folder, text=True,
                               stderr=subprocess.PIPE)
    assert "waiting for a client" in waiting.stderr.readline()
    taken = saccade(folder, "train", "socket:" + port, status=2)
    assert "cannot listen on 127.0.0.1:" + port in taken.stderr, taken.stderr
    waiting.send_signal(signal.SIGINT)
    _, error = waiting.communicate(timeout=30)
    assert waiting.returncode == 130 and "interrupted while waiting" in error, error


check_codec()
with tempfile.TemporaryDirectory() as name:
    place = pathlib.Path(name)
    check_training(place)
    kill_and_resume(place)
    check_cpp(place)
    check_waiting(place)
print("the clients in Python and C++ train, and a run that was killed ends with the same bits")
