"""Wants reports, comparisons and plots to be well-formed XML, and headless Chromium, where it is
installed, to show the pages without a word on its console and without a network, narrow and wide,
light and dark:  check_pages.py BUILD_FOLDER"""

import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

RUN_SETS = ("steps=1536", "rollout.envs=4", "rollout.horizon=32", "policy.width=16",
            "ppo.minibatches=2", "eval.every=256", "eval.episodes=4", "policy.encoder=attention")
WINDOWS = [(1400, 1200, "light"), (1400, 1200, "dark"), (400, 1200, "light"), (400, 1200, "dark")]


def command(saccade, *words):
    done = subprocess.run([saccade, *words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"FAILED {' '.join(map(str, words))}: {done.stderr}")


def train(saccade, folder, seed, *sets):
    words = [word for each in (*RUN_SETS, f"seed={seed}", *sets) for word in ("--set", each)]
    command(saccade, "train", "forage", "--out", folder, "--quiet", *words)


def make_pages(saccade, folder):
    """The files to look at: a report with everything, a bare one, a comparison, plots."""
    for seed in (1, 2, 3):
        train(saccade, folder / f"attention-{seed}", seed)
        train(saccade, folder / f"pool-{seed}", seed, "policy.encoder=mean_pool")
    train(saccade, folder / "bare" / "run", 1, "eval.episodes=0", "steps=128")
    command(saccade, "explain", folder / "attention-1", "--episodes", "2")
    runs = [folder / f"{name}-{seed}" for name in ("attention", "pool") for seed in (1, 2, 3)]
    command(saccade, "report", runs[0])
    command(saccade, "report", folder / "bare" / "run")
    command(saccade, "compare", *runs, "--html", folder / "compare.html")
    for kind in ("curves", "scores", "profiles", "improvement", "efficiency"):
        command(saccade, "plot", *runs, "--kind", kind, "--out", folder / f"{kind}.svg")
    command(saccade, "explain", folder / "pool-1", "--episodes", "2")
    pages = [runs[0] / "report.html", runs[0] / "explain.html", folder / "pool-1" / "explain.html",
             folder / "bare" / "run" / "report.html",
             folder / "compare.html"]
    return pages, sorted(folder.glob("*.svg"))


def check_markup(file):
    """Python's parser takes the file, and a page names nothing outside of it."""
    text = file.read_text()
    ElementTree.fromstring(text)
    if file.suffix == ".html":
        outside = re.findall(r"https?:|src=\"(?!data:)[^\"]*|url\(", text)
        if outside:
            raise ValueError(f"refers to {outside[0]}")


def pixels(png):
    """Rows of bytes of a screenshot: 8 bits a channel, not interlaced, RGB or RGBA."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert depth == 8 and kind in (2, 6)
    data, at = b"", 8
    while at < len(png):
        size = struct.unpack(">I", png[at:at + 4])[0]
        if png[at + 4:at + 8] == b"IDAT":
            data += png[at + 8:at + 8 + size]
        at += size + 12
    raw, stride = zlib.decompress(data), width * (3 if kind == 2 else 4) + 1
    return [raw[row * stride:(row + 1) * stride] for row in range(height)]


def check_shown(chromium, file, window, folder):
    width, height, scheme = window
    shot = folder / "shot.png"
    shot.unlink(missing_ok=True)
    done = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr",
         f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}",
         f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}",
         f"--screenshot={shot}", file.as_uri()], capture_output=True, text=True, timeout=120)
    said = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    if said:
        raise ValueError(f"the console says {said[0]}")
    rows = pixels(shot.read_bytes())
    is_dark = max(rows[0][1:4]) < 80  # The first pixel, which no filter changes: the ground.
    if is_dark != (scheme == "dark"):
        raise ValueError(f"the page is {'dark' if is_dark else 'light'}")
    if len({row[1:] for row in rows}) < len(rows) / 4:  # A filter writes equal rows alike.
        raise ValueError("the page is blank, or nearly so")


def attempt(name, check, *arguments):
    try:
        check(*arguments)
    except Exception as error:
        print(f"FAILED {name}: {error}")
        return False
    print(f"ok     {name}")
    return True


def main():
    saccade = Path(sys.argv[1]) / "saccade"
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser",
                                                    "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages, plots = make_pages(saccade, folder)
        good = [attempt(file.relative_to(folder), check_markup, file) for file in pages + plots]
        if not chromium:
            print("skipped: no Chromium is installed to open the pages (Debian: chromium)")
        for page in pages if chromium else []:
            for window in WINDOWS:
                title = f"{page.relative_to(folder)} in Chromium, {window[0]} wide, {window[2]}"
                good.append(attempt(title, check_shown, chromium, page, window, folder))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
