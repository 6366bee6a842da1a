#!/usr/bin/env python3
"""Measures what the live page costs a run that trains.

    experiments/bench/serve_cost.py PROGRAM [--runs 9] [--steps 1000000] [--threads N]

Trains forage with and without `--serve`, one right after the other, in turns of which is first.  While the
page is served, a browser asks for it every five seconds, as the page tells it to.  Prints the median times, the
median of the runs' ratios with / without, and what one page takes.  Only the standard library is used.
"""
import argparse
import os
import re
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

PAUSE = 5  # Seconds, as in experiments/serve/page_server.cpp.


def ask(url, ended, times):
    while not ended.wait(PAUSE):
        start = time.perf_counter()
        try:
            urllib.request.urlopen(url, timeout=10).read()
        except urllib.error.HTTPError:
            raise
        except OSError:  # The run has just ended.
            return
        times.append(time.perf_counter() - start)


def train(program, steps, threads, page_times):
    """Seconds from start to end; with a list, the page is served and its times are added there."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "train", "forage", "--steps", str(steps), "--seed", "1", "--threads",
                   str(threads), "--out", os.path.join(folder, "run")]
        if page_times is not None:
            command += ["--serve", "0"]
        start = time.perf_counter()
        run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        ended = threading.Event()
        browser = None
        for line in run.stdout:
            if found := re.match(r"Live page: (\S+)", line):
                browser = threading.Thread(target=ask, args=(found[1], ended, page_times))
                browser.start()
        if run.wait() != 0:
            raise SystemExit(f"error: {' '.join(command)} failed")
        seconds = time.perf_counter() - start
        ended.set()
        if browser:
            browser.join()
        return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    plain, served, pages = [], [], []
    for run in range(arguments.runs):
        for with_page in (False, True) if run % 2 == 0 else (True, False):
            seconds = train(arguments.program, arguments.steps, arguments.threads,
                            pages if with_page else None)
            (served if with_page else plain).append(seconds)
    if not pages:
        raise SystemExit("error: no page was asked for: wanted more --steps")
    ratios = [a / b for a, b in zip(served, plain)]
    print(f"without {statistics.median(plain):.2f} s, with {statistics.median(served):.2f} s, "
          f"ratio {statistics.median(ratios):.4f} ({min(ratios):.3f} to {max(ratios):.3f}); "
          f"{len(pages)} pages of {1000 * statistics.median(pages):.0f} ms")


if __name__ == "__main__":
    main()
