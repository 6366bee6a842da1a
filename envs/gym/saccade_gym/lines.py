"""How a worker talks to Saccade: the frames of docs/socket.md, but a frame's header comes and goes by a
socket, and its content lies in memory that both sides see.  Needs nothing but Python 3.10.

Both sides take turns: a request lies at the beginning of the memory until its answer takes its place.
"""
import faulthandler
import json
import mmap
import os
import select
import socket
import struct
import sys
import threading
import time
import traceback

MAGIC, VERSION = b"SACC", 1
RESET, STEP, DRAW = 3, 4, 5  # From Saccade.
HELLO, STATE, SCENE, FAILURE = 16, 17, 18, 19  # From here.
HEADER = struct.Struct("<III")  # Size of the content, kind, number.
MOST_HELLO, MOST_ANSWER = 1 << 20, 1 << 26  # Bytes that Saccade takes.
GRACE = 2.0  # Seconds that an environment has to finish once Saccade has gone.


class Wrong(Exception):
    """What an environment did wrong, in words that need no name of an exception."""


def pack_text(words):
    data = words.encode(errors="replace")
    return struct.pack("<I", len(data)) + data


def failure_text(error):
    """The exception, on one line, and where it was raised."""
    words = " ".join(str(error).split())
    if isinstance(error, Wrong):
        return words
    text = f"{type(error).__name__}: {words}" if words else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    ours = os.path.dirname(os.path.abspath(__file__))
    theirs = [frame for frame in frames if os.path.dirname(frame.filename) != ours]
    if not theirs:
        return text
    last = theirs[-1]
    return f"{text} ({os.path.basename(last.filename)}, line {last.lineno}, in {last.name})"


class Line:
    """The way to one environment."""

    def __init__(self, socket_number, memory_number):
        self.socket = socket.socket(fileno=socket_number)
        self.memory_number = memory_number
        self.world = None
        self.map()

    def map(self):
        self.memory = mmap.mmap(self.memory_number, os.fstat(self.memory_number).st_size)

    def send(self, kind, number, content):
        if len(content) > len(self.memory):
            os.ftruncate(self.memory_number, 1 << (len(content) - 1).bit_length())
            self.map()
        self.memory[:len(content)] = content
        try:
            self.socket.send(HEADER.pack(len(content), kind, number))
        except ConnectionError:
            pass  # Whoever reads next learns that.

    def begin(self, make_world, number):
        """Makes the world, and says what it is or why there is none."""
        try:
            self.world = make_world(number)
            hello = (MAGIC + struct.pack("<I", VERSION) + pack_text(f"environment {number}") +
                     pack_text(json.dumps(self.world.description)))
            if len(hello) > MOST_HELLO:
                raise Wrong(f"what it sees and does: found a description of {len(hello)} bytes, "
                            f"wanted at most {MOST_HELLO}: fewer features or choices")
            self.send(HELLO, 0, hello)
        except Exception as error:
            self.send(FAILURE, 0, pack_text(failure_text(error)))

    def answer(self):
        """Answers one request.  False: there will be no more."""
        try:
            header = self.socket.recv(HEADER.size)
        except ConnectionError:
            return False
        if len(header) < HEADER.size:
            return False
        size, kind, number = HEADER.unpack(header)
        if size > len(self.memory):
            self.map()
        try:
            kind, content = self.work(kind, self.memory[:size])
            if len(content) > MOST_ANSWER:
                raise Wrong(f"found a state of {len(content)} bytes, wanted at most {MOST_ANSWER}")
        except Exception as error:
            kind, content = FAILURE, pack_text(failure_text(error))
        self.send(kind, number, content)
        return True

    def work(self, kind, content):
        if kind == STEP:
            return STATE, self.world.step(content)
        if kind == RESET:
            return STATE, self.world.reset(*struct.unpack_from("<Q", content))
        if kind == DRAW:
            return SCENE, self.world.draw()
        raise Wrong(f"found a request of kind {kind}, wanted {RESET} to {DRAW}")

    def close(self):
        self.socket.close()
        os.close(self.memory_number)
        try:
            if self.world:
                self.world.close()
        except Exception:
            traceback.print_exc()  # Nobody waits for it any more.


def end_with(control):
    """Ends this process some time after Saccade has gone, whatever an environment is doing then."""
    gone = select.poll()
    gone.register(control, 0)  # A hang-up is always told.
    gone.poll()
    time.sleep(GRACE)
    os._exit(0)


def take_control():
    """The socket that is standard input; environments find nothing there."""
    control = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.close(null)
    threading.Thread(target=end_with, args=(control,), daemon=True).start()
    return control


def serve(make_world):
    """Answers until Saccade has gone.  `make_world(number)` makes a world, which has a `description` and
    the functions reset(seed), step(actions), draw() and close(): all but the last give a frame's content.
    """
    faulthandler.enable()
    control = take_control()
    ready, lines, made = select.epoll(), {}, 0
    ready.register(control, select.EPOLLIN)
    while True:
        for number, _ in ready.poll():
            if number != control.fileno():
                if not lines[number].answer():
                    ready.unregister(number)
                    lines.pop(number).close()
                continue
            message, numbers, _, _ = socket.recv_fds(control, 16, 2, socket.MSG_CMSG_CLOEXEC)
            if not message:
                for line in lines.values():
                    line.close()
                return
            if len(numbers) < 2:
                sys.exit("too many open files, of which an environment takes two: see ulimit -n")
            made += 1
            line = Line(*numbers)
            line.begin(make_world, made)
            lines[line.socket.fileno()] = line
            ready.register(line.socket, select.EPOLLIN)
        sys.stdout.flush()
