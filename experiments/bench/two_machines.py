#!/usr/bin/env python3
"""How fast two ranks train together on one machine, and on two that a network with a delay and a
bandwidth joins.  The second machine is imitated: two network namespaces, and between them a relay
in this process, which holds every packet back.

    experiments/bench/two_machines.py [--delay MS]... [--mbit N] [--rounds N] [-- OPTIONS OF bench train]

Prints environment steps per second of one process with two threads, of two ranks with one thread
each, and of two such ranks over the network, and what share of the first the others reach.  Needs
root, /dev/net/tun, iproute2, and a program that was built with MPI (SACCADE_MPI=1 ./run --version).
"""

import argparse
import fcntl
import heapq
import json
import os
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOSTS = {"10.77.0.1": "saccade-a", "10.77.0.2": "saccade-b"}
MTU = 9000  # Fewer packets: the relay shares the processors with what is measured.
MPIRUN = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", "2"]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--program", type=Path, default=ROOT / "build/release/saccade")
    parser.add_argument("--delay", type=float, action="append", help="ms one way (default: 0 and 1)")
    parser.add_argument("--mbit", type=float, default=1000, help="megabits a second, each way")
    parser.add_argument("--rounds", type=int, default=3, help="measurements of each, taken in turn")
    parser.add_argument("options", nargs="*", help="of saccade bench train")
    return parser.parse_args()


def run(*words):
    subprocess.run(words, check=True)


class Tap:
    """A network device in a namespace, whose packets this process reads and writes."""

    def __init__(self, name, namespace, address):
        self.file = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        kind = 0x0002 | 0x1000  # IFF_TAP | IFF_NO_PI
        fcntl.ioctl(self.file, 0x400454CA, struct.pack("16sH", name.encode(), kind))  # TUNSETIFF
        run("ip", "netns", "add", namespace)
        run("ip", "link", "set", name, "netns", namespace)
        inside = ("ip", "-n", namespace)
        run(*inside, "link", "set", "lo", "up")
        run(*inside, "address", "add", address + "/24", "dev", name)
        run(*inside, "link", "set", name, "mtu", str(MTU), "up")


class Relay(threading.Thread):
    """Carries packets between two devices, each `delay` seconds late and no more than `rate` bytes a
    second each way."""

    def __init__(self, taps, delay, rate):
        super().__init__(daemon=True)
        self.taps, self.delay, self.rate = taps, delay, rate
        self.free = [0.0, 0.0]  # When each direction has sent what it was given.
        self.queue, self.number = [], 0
        self.ended = False

    def take(self, side):
        now = time.monotonic()
        while True:
            try:
                packet = os.read(self.taps[side].file, MTU + 64)
            except BlockingIOError:
                return
            self.free[side] = max(now, self.free[side]) + len(packet) / self.rate
            self.number += 1
            heapq.heappush(self.queue, (self.free[side] + self.delay, self.number, side, packet))

    def deliver(self):
        while self.queue and self.queue[0][0] <= time.monotonic():
            _, _, side, packet = heapq.heappop(self.queue)
            try:
                os.write(self.taps[1 - side].file, packet)
            except BlockingIOError:
                pass  # Dropped, as a network may; TCP sends it again.

    def run(self):
        files = [tap.file for tap in self.taps]
        while not self.ended:
            wait = self.queue[0][0] - time.monotonic() if self.queue else 0.1
            ready, _, _ = select.select(files, [], [], max(0.0, min(wait, 0.1)))
            for file in ready:
                self.take(files.index(file))
            self.deliver()


class Network:
    """Two namespaces and the relay between them."""

    def __init__(self, delay, rate):
        self.taps = [Tap(f"saccade{i}", name, host) for i, (host, name) in enumerate(HOSTS.items())]
        self.relay = Relay(self.taps, delay, rate)
        self.relay.start()
        self.folder = tempfile.TemporaryDirectory()
        # What mpirun starts on another host it starts by this, as it would by ssh.
        self.agent = Path(self.folder.name) / "agent"
        cases = "\n".join(f"  {host}) space={name} ;;" for host, name in HOSTS.items())
        self.agent.write_text(
            f'#!/bin/sh\ncase $1 in\n{cases}\nesac\nshift\nexec ip netns exec $space sh -c "$*"\n'
        )
        self.agent.chmod(0o755)

    def mpirun(self):
        net = "10.77.0.0/24"
        return [
            "ip", "netns", "exec", HOSTS["10.77.0.1"], *MPIRUN, "--host", ",".join(HOSTS),
            "--mca", "plm_rsh_agent", str(self.agent), "--mca", "btl", "tcp,self", "--mca", "pml", "ob1",
            "--mca", "btl_tcp_if_include", net, "--mca", "oob_tcp_if_include", net,
        ]  # fmt: skip

    def close(self):
        self.relay.ended = True
        self.relay.join()
        for tap, name in zip(self.taps, HOSTS.values()):
            os.close(tap.file)
            run("ip", "netns", "del", name)


def measure(launcher, program, threads, options):
    words = [*launcher, str(program), "bench", "train", "--json", "--threads", str(threads), *options]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"error: {' '.join(words)}\n{done.stderr}")
    return json.loads(done.stdout)


def over_network(delay, options):
    network = Network(delay / 1e3, options.mbit * 1e6 / 8)
    try:
        return measure(network.mpirun(), options.program, 1, options.options)
    finally:
        network.close()


def main():
    options = parse_arguments()
    options.program = options.program.resolve()
    bench = options.options
    ways = {
        "one process, two threads": lambda: measure([], options.program, 2, bench),
        "two ranks, one thread each": lambda: measure(MPIRUN, options.program, 1, bench),
    }
    for delay in options.delay or [0, 1]:
        ways[f"two ranks, {delay:g} ms and {options.mbit:g} Mbit/s between them"] = (
            lambda delay=delay: over_network(delay, options)
        )
    found = {name: [] for name in ways}
    for _ in range(options.rounds):
        for name, way in ways.items():
            found[name].append(way())
    base = None
    for name, results in found.items():
        speed = statistics.median(result["env_steps_per_second"] for result in results)
        base = base or speed
        middle = min(results, key=lambda result: abs(result["env_steps_per_second"] - speed))
        print(
            f"{name}: {speed:,.0f} steps a second, ratio {speed / base:.3f} (compute "
            f"{1e3 * middle['compute_seconds']:.1f} ms, waiting {1e3 * middle['waiting_seconds']:.1f} ms, "
            f"communication {1e3 * middle['communication_seconds']:.1f} ms for "
            f"{middle['communicated_bytes'] / 1e6:.1f} MB an iteration)"
        )


main()
