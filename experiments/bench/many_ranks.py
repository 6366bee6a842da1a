#!/usr/bin/env python3
"""How training would scale to many ranks: a simulation from what two ranks take here.

    experiments/bench/many_ranks.py [--ranks N]... [--latency US] [--gbit N] [-- OPTIONS OF bench train]

Two ranks of one thread each train together (`saccade bench train` under mpirun), with stratified
minibatches.  Each exchange gives three times: computing before it, waiting, and moving its bytes.  The
simulation draws from these, exchange by exchange:

- Every rank has as many environments as one of the two had: more ranks collect more at once.
- Computing before an exchange: each rank draws one of the iterations measured, by itself; the slowest
  counts, for everyone waits.  So the jitter of this machine is in it, the worst case more often the more
  ranks there are.
- Moving: a share that is there for the smallest messages (latency), once for each doubling of the ranks,
  as collective operations go; and the bytes at the bandwidth.  Gradients are as many bytes for each rank
  whatever the number of ranks; what each rank tells all grows with it.
- Latency and bandwidth are those measured between the two, or those of a network that you name.

Not simulated: a network that is shared or whose links are slower in the middle, machines of unequal speed,
failures, episodes of unequal cost.  Needs a program built with MPI (SACCADE_MPI=1 ./run --version).
"""

import argparse
import json
import math
import random
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MPIRUN = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "core", "-n", "2"]
SMALL = 4096  # Bytes of a message whose time is latency.


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--program", type=Path, default=ROOT / "build/release/saccade")
    parser.add_argument("--ranks", type=int, action="append", help="default: 1 to 1024 by doubling")
    parser.add_argument("--iterations", type=int, default=40, help="measured, and drawn for each number")
    parser.add_argument("--latency", type=float, help="microseconds of a small message")
    parser.add_argument("--gbit", type=float, help="gigabits a second of each rank, each way")
    parser.add_argument("options", nargs="*", help="of saccade bench train")
    return parser.parse_args()


def measure(options):
    words = [*MPIRUN, str(options.program), "bench", "train", "--json", "--threads", "1"]
    words += ["--set", "optimiser.minibatches=stratified", "--iterations", str(options.iterations)]
    done = subprocess.run([*words, *options.options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"error: {' '.join(words)}\n{done.stderr}")
    return json.loads(done.stdout)


class Network:
    """Seconds of a small message, and seconds a byte."""

    def __init__(self, exchanges, options):
        moved = [(size, moving) for iteration in exchanges for _, _, moving, size, _ in iteration]
        self.latencies = [moving for size, moving in moved if size <= SMALL]
        middle = statistics.median(self.latencies)
        largest = max(size for size, _ in moved)
        times = [moving for size, moving in moved if size > largest / 2]
        self.per_byte = max(statistics.median(times) - middle, 0) / largest
        if options.latency:
            scale = options.latency / 1e6 / middle
            self.latencies = [scale * latency for latency in self.latencies]
        if options.gbit:
            self.per_byte = 8 / (options.gbit * 1e9)

    def seconds(self, size, ranks, grows):
        """Of an exchange that had `size` bytes among two; if it grows, each rank adds half of them."""
        if ranks == 1:
            return 0
        doublings = math.ceil(math.log2(ranks))
        latency = sum(random.choice(self.latencies) for _ in range(doublings))
        return latency + self.per_byte * (size * ranks / 2 if grows else size)


def simulate(exchanges, network, ranks):
    """Seconds of an iteration: the mean over as many as were measured."""
    total = 0
    for _ in range(len(exchanges)):
        for column in zip(*exchanges):
            total += max(random.choice(column)[0] for _ in range(ranks))
            size = statistics.median(exchange[3] for exchange in column)
            total += network.seconds(size, ranks, grows=not column[0][4])
    return total / len(exchanges)


def main():
    options = parse_arguments()
    random.seed(1)
    found = measure(options)
    exchanges = found["exchanges"]
    network = Network(exchanges, options)
    sizes = [exchange[3] for exchange in exchanges[0]]
    steps = found["envs"] / 2 * found["horizon"]  # Of one rank.
    print(
        f"measured, two ranks: {found['env_steps_per_second']:,.0f} steps a second; in an iteration "
        f"{len(sizes)} exchanges, {sum(sizes) / 1e6:.2f} MB; latency "
        f"{1e6 * statistics.median(network.latencies):.0f} us, {8e-9 / network.per_byte:.1f} Gbit/s"
    )
    alone = simulate(exchanges, network, 1)
    for ranks in options.ranks or [2**i for i in range(11)]:
        seconds = simulate(exchanges, network, ranks)
        print(
            f"{ranks:5} ranks: {ranks * steps / seconds:14,.0f} steps a second, "
            f"{ranks * alone / seconds:7.1f} times one, efficiency {alone / seconds:.2f}"
        )


main()
