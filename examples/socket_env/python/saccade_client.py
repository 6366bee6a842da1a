"""Lets Saccade train in an environment of your own Python program, by the protocol of docs/socket.md.

Needs nothing but Python 3.8.  NumPy arrays may stand wherever a list of numbers does.

Write a class with `spec`, `reset`, `step` and, if you like, `draw` (see Environment below) and call
`serve(MyEnvironment, port=5555)`.  It connects to Saccade, and returns when Saccade has had enough.
"""
import dataclasses
import json
import multiprocessing
import select
import socket
import struct
import time

MAGIC, VERSION = b"SACC", 1
WELCOME, REFUSE, RESET, STEP, DRAW, CLOSE = 1, 2, 3, 4, 5, 6  # From Saccade.
HELLO, STATE, SCENE, FAILURE = 16, 17, 18, 19  # From here.
HEADER = struct.Struct("<III")  # Size of the content, kind, number.


class Refused(Exception):
    """Saccade cannot use what was sent; the text says why."""


class Environment:
    """What `serve` expects of a world.  Deriving from it is not needed."""

    spec = {}  # The description, as docs/socket.md has it.

    def reset(self, seed):
        """Starts an episode, which depends on nothing but the seed.  Returns a State."""
        raise NotImplementedError

    def step(self, actions):
        """Takes one step.  actions[i] is that of agent i: {"move": 2, "aim": (0.1, -0.3)}, the index
        of a choice or the numbers of a vector for each head.  Returns a State."""
        raise NotImplementedError

    # def draw(self): returns a Scene; called only if the spec says "draws": True.
    # def set_progress(self, done): called before reset if the spec says "has_curriculum": True.


@dataclasses.dataclass
class Entity:
    id: int  # 0 or more; an entity keeps it for the whole episode.
    features: tuple = ()
    position: tuple = None  # (x, y) in the world.
    velocity: tuple = None  # (x, y) per second.


@dataclasses.dataclass
class Table:
    """Many entities of one type at once: lists, or NumPy arrays with a row for each."""

    ids: list
    features: list  # [count x features]
    positions: list = None  # [count x 2]
    velocities: list = None  # [count x 2]


@dataclasses.dataclass
class Agent:
    """What an agent sees now, and its reward for the last step."""

    entities: dict = dataclasses.field(default_factory=dict)  # Type: list of Entity, or a Table.
    reward: float = 0.0
    present: bool = True  # An agent that has just left still gets its reward.
    rays: dict = dataclasses.field(default_factory=dict)  # Name: (x, y, heading, distances, hits).
    images: dict = dataclasses.field(default_factory=dict)  # Name: (x, y, pixels).
    masks: dict = dataclasses.field(default_factory=dict)  # Head: 1 or 0 for each choice.
    skipped: tuple = ()  # Optional heads that take no part now.


@dataclasses.dataclass
class State:
    """The world after a reset or a step."""

    agents: list  # In the order of the kinds; None: is absent.
    terminated: bool = False  # The task has ended.
    truncated: bool = False  # Time is up.
    outcome: str = None  # One of those in the spec.
    counts: dict = dataclasses.field(default_factory=dict)  # Since the reset.


@dataclasses.dataclass
class Scene:
    """A picture: corners of the part of the world to be shown, and what the functions below return."""

    low: tuple
    high: tuple
    shapes: list
    background: tuple = (24, 26, 31, 255)


def circle(center, radius, fill, entity=-1, **style):
    return _shape(0, fill, entity, _floats((*center, radius)), **style)


def polygon(points, fill, entity=-1, **style):
    """Convex."""
    numbers = [number for point in points for number in point]
    return _shape(1, fill, entity, struct.pack("<I", len(points)) + _floats(numbers), **style)


def line(start, end, width, fill, entity=-1, **style):
    return _shape(2, fill, entity, _floats((*start, *end, width)), **style)


def text(center, words, height, fill, entity=-1, **style):
    return _shape(3, fill, entity, _floats((*center, height)) + _text(words), **style)


def _shape(kind, fill, entity, content, outline=(0, 0, 0, 0), outline_width=0.0, anchor=True):
    head = struct.pack("<4B4BfiII", *_color(fill), *_color(outline), outline_width, entity, anchor,
                       kind)
    return head + content


def _color(color):
    return tuple(color) if len(color) == 4 else (*color, 255)


def _floats(numbers):
    if hasattr(numbers, "astype"):
        return numbers.astype("<f4").tobytes()
    if len(numbers) > 0 and hasattr(numbers[0], "__len__"):  # A row for each entity.
        numbers = [number for row in numbers for number in row]
    return struct.pack("<%df" % len(numbers), *numbers)


def _integers(numbers):
    if hasattr(numbers, "astype"):
        return numbers.astype("<i4").tobytes()
    return struct.pack("<%di" % len(numbers), *numbers)


def _text(words):
    data = words.encode()
    return struct.pack("<I", len(data)) + data


def _table(entities):
    """A list of Entity as a Table."""
    nowhere = (float("nan"), float("nan"))
    flat = lambda rows: [number for row in rows for number in row]
    table = Table([e.id for e in entities], flat(e.features for e in entities))
    moving = any(e.velocity is not None for e in entities)
    if moving or any(e.position is not None for e in entities):
        table.positions = flat(nowhere if e.position is None else e.position for e in entities)
    if moving:
        table.velocities = flat(nowhere if e.velocity is None else e.velocity for e in entities)
    return table


def _entities(entities):
    table = entities if isinstance(entities, Table) else _table(entities)
    parts = [struct.pack("<I", len(table.ids)), _integers(table.ids), _floats(table.features)]
    places = 0 if table.positions is None else 1 if table.velocities is None else 2
    parts.append(struct.pack("<I", places))
    if places > 0:
        parts.append(_floats(table.positions))
    if places > 1:
        parts.append(_floats(table.velocities))
    return b"".join(parts)


class _Codec:
    """Makes frames of states, and actions of frames, as the spec says."""

    def __init__(self, spec):
        self.spec = spec
        self.kinds = [kind for kind in spec["kinds"] for _ in range(kind.get("agents", 1))]
        self.outcomes = {name: i for i, name in enumerate(spec.get("outcomes", []))}

    def state(self, state):
        outcome = -1 if state.outcome is None else self.outcomes[state.outcome]
        parts = [struct.pack("<IIi", state.terminated, state.truncated, outcome)]
        parts.append(_floats([state.counts.get(name, 0) for name in self.spec.get("counts", [])]))
        for kind, agent in self._pairs(state):
            parts.append(self._agent(kind, agent))
        return b"".join(parts)

    def _pairs(self, state):
        if len(state.agents) != len(self.kinds):
            raise ValueError("found %d agents in a State, wanted %d, absent ones as None" %
                             (len(state.agents), len(self.kinds)))
        return zip(self.kinds, state.agents)

    def _agent(self, kind, agent):
        if agent is None or not agent.present:
            return struct.pack("<fI", 0 if agent is None else agent.reward, 0)
        parts = [struct.pack("<fI", agent.reward, 1)]
        for part in kind["observation"]:
            if "rays" in part:
                parts.append(self._rays(agent.rays.get(part["rays"])))
            elif "image" in part:
                parts.append(self._image(agent.images.get(part["image"])))
            else:
                parts.append(_entities(agent.entities.get(part["type"], ())))
        for head in kind["action"]:
            mask = agent.masks.get(head["head"])
            skipped = head["head"] in agent.skipped
            parts.append(struct.pack("<I", 0 if skipped else 1 if mask is None else 2))
            if mask is not None and not skipped:
                parts.append(bytes(1 if choice else 0 for choice in mask))
        return b"".join(parts)

    def _rays(self, rays):
        if rays is None:
            return struct.pack("<I", 0)
        x, y, heading, distances, hits = rays
        return struct.pack("<Ifff", 1, x, y, heading) + _floats(distances) + _integers(hits)

    def _image(self, image):
        if image is None:
            return struct.pack("<I", 0)
        x, y, pixels = image
        return struct.pack("<Iff", 1, x, y) + _floats(pixels)

    def scene(self, scene):
        head = struct.pack("<4f4BI", *scene.low, *scene.high, *_color(scene.background),
                           len(scene.shapes))
        return head + b"".join(scene.shapes)

    def actions(self, content):
        numbers = struct.unpack("<%df" % (len(content) // 4), content)
        at, actions = 0, []
        for kind in self.kinds:
            action = {}
            for head in kind["action"]:
                if head["kind"] == "continuous":
                    width = len(head["low"])
                    action[head["head"]] = numbers[at:at + width]
                else:
                    width = 1
                    action[head["head"]] = int(numbers[at])
                at += width
            actions.append(action)
        return actions


class _Connection:
    """One connection and its environment, which is made with the first request.  Saccade says welcome
    when it begins to use it."""

    def __init__(self, address, name, codec):
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.codec = codec
        self.environment = None
        self.welcome = False  # Whether Saccade uses it.
        self.received = b""
        hello = MAGIC + struct.pack("<I", VERSION) + _text(name) + _text(json.dumps(codec.spec))
        self.send(HELLO, 0, hello)

    def fileno(self):
        return self.socket.fileno()

    def send(self, kind, number, content):
        try:
            self.socket.sendall(HEADER.pack(len(content), kind, number) + content)
        except ConnectionError:
            return False
        return True

    def answer(self, make):
        """Answers what has arrived; returns False when Saccade has closed the connection."""
        try:
            data = self.socket.recv(1 << 16)
        except ConnectionError:
            return False
        self.received += data
        while len(self.received) >= HEADER.size:
            size, kind, number = HEADER.unpack_from(self.received)
            if len(self.received) < HEADER.size + size:
                break
            content = self.received[HEADER.size:HEADER.size + size]
            self.received = self.received[HEADER.size + size:]
            if kind == CLOSE or not self.handle(kind, number, content, make):
                return False
        return bool(data)

    def handle(self, kind, number, content, make):
        if kind == REFUSE:
            raise Refused(content[4:].decode(errors="replace"))
        if kind not in (RESET, STEP, DRAW):
            self.welcome = True
            return True
        try:
            answer = self.work(kind, content, make)
        except Exception as error:
            self.send(FAILURE, number, _text("%s: %s" % (type(error).__name__, error)))
            raise
        return self.send(SCENE if kind == DRAW else STATE, number, answer)

    def work(self, kind, content, make):
        if self.environment is None:
            self.environment = make()
        if kind == STEP:
            return self.codec.state(self.environment.step(self.codec.actions(content)))
        if kind == DRAW:
            return self.codec.scene(self.environment.draw())
        seed, progress = struct.unpack("<Qd", content)
        if self.codec.spec.get("has_curriculum"):
            self.environment.set_progress(progress)
        return self.codec.state(self.environment.reset(seed))


def _connect(address, name, codec, patience):
    end = time.monotonic() + patience
    while True:
        try:
            return _Connection(address, name, codec)
        except OSError as error:
            if time.monotonic() >= end:
                raise ConnectionError("no Saccade listens on %s:%d: %s" % (*address, error)) from None
            time.sleep(0.1)


def serve(make, port=5555, host="127.0.0.1", name="python", patience=60.0):
    """Connects to Saccade, and answers until it closes the connections.

    `make()` makes an environment, one for each connection that is used.  One connection more than
    Saccade uses is kept open: this is how it gets as many environments as it wants.
    `patience`: seconds to wait for Saccade to listen.  Raises Refused when Saccade refuses something.
    """
    codec = _Codec(make().spec)
    connections = [_connect((host, port), name, codec, patience)]
    while connections:
        for connection in select.select(connections, [], [])[0]:
            was_welcome = connection.welcome
            if not connection.answer(make):
                connection.socket.close()
                connections.remove(connection)
            elif connection.welcome and not was_welcome:
                try:
                    connections.append(_connect((host, port), name, codec, 0))
                except OSError:
                    pass  # Saccade has ended; the others will be told.


def serve_processes(make, processes, **options):
    """`serve` in several processes at once, which share the work; options as of `serve`."""
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=serve, args=(make,), kwargs=options) for _ in range(processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
