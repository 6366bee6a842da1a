#!/usr/bin/env python3
"""Checks how the source tree is laid out.

    tests/structure/check_structure.py [--print]

A room is a folder of sources.  Fails when rooms include each other in a circle, when a room has more
than 20 files or a file more than 300 lines, when a .cpp file has no header of its name, and when a
class name stands twice in the tree.  --print shows the rooms and what each includes.
"""
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FLOORS = ["nn", "envs", "agents", "render", "experiments", "python"]
MOST_FILES = 20
MOST_LINES = 300

# Files without a header: what is found by name in a table (environments in envs/builtin.cpp,
# wrappers in envs/wrappers/wrappers.cpp, algorithms in agents/algorithms/algorithms.cpp, kinds of
# attention in nn/attention/attention_kinds.cpp, commands in experiments/commands/commands.h), the
# program itself, and implementations of a header that lies in a lower room.
WITHOUT_HEADER = re.compile(
    r"experiments/main\.cpp|experiments/(commands|bench)/(\w+_command|program|bench_\w+)\.cpp"
    r"|python/src/(module|bind_\w+)\.cpp|envs/plugin\.cpp|envs/box2d/box2d_memory\.cpp")
REGISTERED = re.compile(
    r"^(void add_\w+\(Registry& registry\)|AlgorithmEntry \w+_entry\(\)"
    r"|AttentionKind \w+_attention\(\)|WrapperEntry \w+_wrapper\(\))", re.MULTILINE)
CLASS = re.compile(r"^(?:class|struct) ([A-Z]\w*)(?: final)?(?: :[^;]*)?\s*\{", re.MULTILINE)


def sources(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".h", ".cpp"):
                yield path.relative_to(ROOT)


def room_of(path):
    return str(path.parent)


def includes():
    """room -> the other rooms whose headers its files include, with one file that does."""
    found = collections.defaultdict(dict)
    for path in sources(*FLOORS):
        found[room_of(path)]
        for name in re.findall(r'^#include "([^"]+)"', (ROOT / path).read_text(), re.MULTILINE):
            other = room_of(pathlib.Path(name))
            if other != room_of(path):
                found[room_of(path)].setdefault(other, path)
    return found


def circles(graph):
    """Each circle of rooms once, as the path of includes that closes it."""
    done, path, problems = set(), [], []

    def visit(room):
        if room in path:
            circle = path[path.index(room):] + [room]
            files = [f"{graph[a][b]} includes {b}/" for a, b in zip(circle, circle[1:])]
            problems.append("rooms in a circle: " + ", ".join(files))
            return
        if room in done:
            return
        path.append(room)
        for other in sorted(graph.get(room, {})):
            visit(other)
        path.pop()
        done.add(room)

    for room in sorted(graph):
        visit(room)
    return problems


def crowded_rooms():
    files = collections.Counter(room_of(path) for path in sources(*FLOORS, "tests"))
    return [f"{room}: {count} files, wanted at most {MOST_FILES}"
            for room, count in sorted(files.items()) if count > MOST_FILES]


def long_files():
    for path in sources(*FLOORS, "tests"):
        lines = len((ROOT / path).read_text().splitlines())
        if lines > MOST_LINES:
            yield f"{path}: {lines} lines, wanted at most {MOST_LINES}"


def files_without_header():
    for path in sources(*FLOORS):
        if path.suffix != ".cpp" or (ROOT / path).with_suffix(".h").exists():
            continue
        if WITHOUT_HEADER.fullmatch(str(path)):
            continue
        if REGISTERED.search((ROOT / path).read_text()):
            continue
        yield f"{path}: found no header of its name"


def repeated_classes():
    where = collections.defaultdict(set)
    for path in sources(*FLOORS):
        for name in CLASS.findall((ROOT / path).read_text()):
            where[name].add(str(path))
    for name, files in sorted(where.items()):
        if len(files) > 1:
            yield f"class {name}: found in {', '.join(sorted(files))}, wanted each name once"


def main():
    graph = includes()
    if "--print" in sys.argv[1:]:
        for room in sorted(graph):
            print(f"{room:28} {' '.join(sorted(graph[room]))}")
    problems = [*circles(graph), *crowded_rooms(), *long_files(), *files_without_header(),
                *repeated_classes()]
    for problem in problems:
        print("error:", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
