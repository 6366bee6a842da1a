#!/usr/bin/env python3
"""Measures what it costs that an environment is another program: cartpole built in, and over a socket.

    experiments/bench/socket_speed.py [--rounds 3] [--seconds 2] [--program build/release/saccade]

Builds the example in examples/socket_env/cpp.  The rounds take turns; the figure is the median of the
environment steps per second of one environment on one thread with random actions (`saccade bench envs`).
"""
import argparse
import json
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "socket_env"


def rate(program, env, seconds):
    command = [program, "bench", "envs", env, "--json", "--milliseconds", str(int(1000 * seconds))]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(result.stdout)[env]["steps_per_second"]


def served_rate(program, client, seconds):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with subprocess.Popen([*client, port]):
        return rate(program, "socket:" + port, seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--program", default=str(ROOT / "build" / "release" / "saccade"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cartpole = folder + "/cartpole"
        subprocess.run(["c++", "-std=c++17", "-O2", str(EXAMPLES / "cpp" / "cartpole.cpp"), "-o",
                        cartpole], check=True)
        clients = {"cartpole, the C++ client": [cartpole],
                   "pasture, the Python client": [sys.executable,
                                                  str(EXAMPLES / "python" / "pasture.py")]}
        rates = {name: [] for name in ("cartpole, built in", *clients)}
        for _ in range(options.rounds):
            rates["cartpole, built in"].append(rate(options.program, "cartpole", options.seconds))
            for name, client in clients.items():
                rates[name].append(served_rate(options.program, client, options.seconds))
    for name, found in rates.items():
        median = statistics.median(found)
        print(f"{name:<28}{median:>12,.0f} steps per second{1e6 / median:>10.1f} us")


if __name__ == "__main__":
    main()
