#!/usr/bin/env python3
"""Walks through every key and mouse action of the viewer's window, on a display of its own.

    tests/viewer/walk.py build/release/saccade

Trains a policy for a moment, opens `saccade watch` under Xvfb, presses keys and moves the mouse with
xdotool, and checks what the window's title says and what its own screenshots show.  Needs Xvfb and
xdotool; where one is missing it ends with status 77, which the test suite counts as skipped.
"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 1280, 720
SKIPPED = 77


class Window:
    """A viewer's window, and what a person does to it."""

    def __init__(self, program, arguments, folder, display):
        self.folder = pathlib.Path(folder)
        self.environment = dict(os.environ, DISPLAY=display)
        self.process = subprocess.Popen([program, *arguments], cwd=folder, env=self.environment,
                                        stderr=subprocess.PIPE, text=True)
        self.name = self.wait(lambda: self.xdotool("search", "--onlyvisible", "--name", ", step ").split()[0])
        self.xdotool("windowsize", "--sync", self.name, str(WIDTH), str(HEIGHT))
        self.xdotool("windowmove", self.name, "0", "0")
        time.sleep(0.5)

    def xdotool(self, *words):
        result = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True)
        return result.stdout

    @staticmethod
    def wait(what, seconds=20):
        """What `what` returns, once that is something."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                found = what()
                if found:
                    return found
            except (IndexError, OSError):
                pass
            time.sleep(0.05)
        raise SystemExit(f"error: nothing came of {what}")

    def title(self):
        return self.xdotool("getwindowname", self.name).strip()

    def step(self):
        return int(re.search(r"step (\d+)", self.title()).group(1))

    def key(self, name):
        self.xdotool("key", name)
        time.sleep(0.15)

    def move(self, x, y):
        self.xdotool("mousemove", str(round(x)), str(round(y)))
        time.sleep(0.15)

    def click(self, x, y, button="1"):
        self.move(x, y)
        self.xdotool("click", button)
        time.sleep(0.15)

    def drag(self, x, y, to_x, to_y):
        self.move(x, y)
        self.xdotool("mousedown", "1")
        self.move((x + to_x) / 2, (y + to_y) / 2)
        self.move(to_x, to_y)
        self.xdotool("mouseup", "1")
        time.sleep(0.15)

    def picture(self):
        """The window's own screenshot, as a digest of its bytes."""
        before = set(self.folder.rglob("*.png"))
        self.key("s")
        new = self.wait(lambda: set(self.folder.rglob("*.png")) - before)
        time.sleep(0.1)
        return hashlib.sha256(new.pop().read_bytes()).hexdigest()


def check(what, holds):
    print(("ok      " if holds else "FAILED  ") + what, flush=True)
    if not holds:
        raise SystemExit(1)


def walk_time(window):
    window.key("space")
    check("Space pauses", "paused" in window.title())
    window.key("Home")
    check("Home goes to the first step", window.step() == 0)
    window.key("Right")
    window.key("Right")
    check("Right is one step", window.step() == 2)
    window.key("Left")
    check("Left is one step back", window.step() == 1)
    window.key("End")
    check("End goes to the last step", window.step() > 20)
    window.key("Up")
    check("Up is faster", "2×" in window.title())
    window.key("Down")
    window.key("minus")
    check("Down and minus are slower", "½×" in window.title())
    window.key("plus")
    check("plus is faster", "×" not in window.title())
    window.key("l")
    check("L loops", "loop" in window.title())
    window.key("l")
    window.key("n")
    check("N is the next seed", "seed 4" in window.title() and window.step() == 0)
    window.key("Right")
    window.key("r")
    check("R restarts the episode", "seed 4" in window.title() and window.step() == 0)
    window.key("p")
    check("P goes on", "paused" not in window.title())
    window.key("space")


def walk_timeline(window):
    y = HEIGHT - 25
    window.click(400, y)
    there = window.step()
    check("a click on the timeline goes to a step", there > 20)
    window.drag(400, y, 700, y)
    check("dragging along it goes on", window.step() > there)
    window.click(14 + 3 * 14, HEIGHT - 84 + 16)
    check("the button of one step back is pressed", window.step() > there)
    window.click(14 + 1 * 14, HEIGHT - 84 + 16)
    check("the button of the start is pressed", window.step() == 0)


def changes_picture(window, what, *keys):
    """Whether the keys change the picture, and the last of them changes it back."""
    before = window.picture()
    seen = [before]
    for key in keys[:-1]:
        window.key(key)
        seen.append(window.picture())
    window.key(keys[-1])
    check(what, len(set(seen)) == len(seen) and window.picture() == before)


def walk_looks(window):
    window.move(WIDTH - 5, HEIGHT - 60)
    changes_picture(window, "A takes the overlay away, and brings it back", "a", "a")
    changes_picture(window, "H goes through mean, heads, and all again", "h", "h", "h", "h", "h", "h")
    changes_picture(window, "T changes the theme, and back", "t", "t")
    changes_picture(window, "? shows the keys", "question", "question")
    before = window.picture()
    window.key("b")
    check("B shows another layer", window.picture() != before)
    window.key("b")
    window.click(480, 310, "4")
    check("the wheel zooms", window.picture() != before)
    zoomed = window.picture()
    window.drag(250, 600, 300, 560)
    check("dragging moves the world", window.picture() != zoomed)
    window.key("w")
    window.move(WIDTH - 5, HEIGHT - 60)
    check("W shows the whole world", window.picture() == before)
    window.key("f")
    check("F follows the agent", window.picture() != before)
    window.key("w")
    window.key("e")
    window.key("Tab")
    check("E and Tab say that there is one agent only", window.picture() == before)


def walk_entities(window):
    before = window.picture()
    rows = [(1040, y) for y in range(440, 640, 8)]
    for x, y in rows:  # The rows of the most attended entities.
        window.click(x, y)
        if "pinned" in window.title():
            break
    check("a click on a row pins its entity", "pinned" in window.title())
    window.move(WIDTH - 5, HEIGHT - 60)
    check("its card is shown", window.picture() != before)
    window.key("u")
    check("U unpins", "pinned" not in window.title())
    check("its card is gone", window.picture() == before)
    window.key("z")
    check("Z says that nothing was changed", "what if" not in window.title())
    window.click(x, y)
    window.key("x")
    check("X removes the pinned entity", "what if" in window.title())
    window.key("z")
    check("Z puts it back", "what if" not in window.title())
    window.key("i")
    check("I adds one of its type", "what if" in window.title())
    there = window.step()
    window.key("Right")
    check("a changed world plays on", window.step() == there + 1 and "what if" in window.title())
    window.key("z")
    window.key("Home")
    check("and is put back", "what if" not in window.title())


def walk_files(window):
    window.key("k")
    file = window.wait(lambda: next(window.folder.glob("run/episodes/forage-*.json"), None))
    check("K saves the episode", file.stat().st_size > 500)
    window.key("k")
    check("and again under another name", window.wait(lambda: len(list(file.parent.glob("*.json"))) == 2))
    return file


def walk_side_by_side(window):
    window.key("space")
    window.key("Home")
    for _ in range(3):
        window.key("Right")
    check("side by side, Right is one step of both", window.step() == 3)
    window.move(WIDTH / 4, HEIGHT - 25)
    before = window.picture()
    window.click(WIDTH / 2, HEIGHT - 25)
    check("their timeline goes to a step", window.step() > 20)
    check("and both are drawn anew", window.picture() != before)
    window.key("k")
    check("K saves both episodes",
          window.wait(lambda: len(list(window.folder.glob("run/episodes/*.json"))) == 4))


def walk_recorded(window, seed):
    check("a recorded episode is the one that was saved", f"seed {seed}" in window.title())
    window.key("space")
    window.key("Home")
    window.key("Right")
    check("it is stepped through", window.step() == 1)
    window.key("n")
    check("there is no other", f"seed {seed}" in window.title())


def walk_play(window):
    time.sleep(1)
    check("who is to choose an entity has time", window.step() == 0)
    for x in range(60, 800, 40):
        for y in range(60, 600, 40):
            window.xdotool("mousemove", str(x), str(y), "click", "1")
        if window.step() > 0:
            break
    check("a click chooses one", window.step() > 0)
    there = window.step()
    time.sleep(0.5)
    window.key("1")
    time.sleep(1.2)
    check("a digit does too", window.step() > there)


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    for tool in ("Xvfb", "xdotool"):
        if shutil.which(tool) is None:
            print(f"skipped: {tool} is not installed")
            return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        read, write = os.pipe()
        xvfb = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
                                pass_fds=[write], stderr=subprocess.DEVNULL)
        window = None
        try:
            display = ":" + os.read(read, 16).decode().strip()
            subprocess.run([program, "train", "forage", "--steps", "8192", "--seed", "1", "--out", "run", "--quiet"],
                           cwd=folder, check=True)

            def close():
                window.key("Escape")
                check("Escape closes the window", window.process.wait(10) == 0)

            window = Window(program, ["watch", "run", "--seed", "3"], folder, display)
            walk_time(window)
            walk_timeline(window)
            walk_looks(window)
            walk_entities(window)
            file = walk_files(window)
            close()
            window = Window(program, ["watch", "run@latest", "run", "--seed", "3"], folder, display)
            walk_side_by_side(window)
            close()
            window = Window(program, ["watch", str(file), "--with", "run"], folder, display)
            walk_recorded(window, file.stem.split("-")[1])
            close()
            window = Window(program, ["play", "cherry-pick", "--record", "mine.json"], folder, display)
            walk_play(window)
            close()
            check("the episode is kept", (window.folder / "mine.json").stat().st_size > 500)
        finally:
            if window is not None:
                window.process.kill()
            xvfb.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
