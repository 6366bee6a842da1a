#!/usr/bin/env python3
"""Checks that data/ holds a fixture for every case of cases.py, and no other.  Needs no PyTorch."""

import pathlib
import sys
import types

FOLDER = pathlib.Path(__file__).parent


def main():
    # What lists the cases computes nothing.
    sys.modules.setdefault("torch", types.ModuleType("torch"))
    sys.path.insert(0, str(FOLDER))
    from cases import all_cases

    wanted = {case.name for case in all_cases()}
    found = {path.stem for path in (FOLDER / "data").glob("*.safetensors")}
    for name in sorted(wanted - found):
        print(f"error: case '{name}' has no file data/{name}.safetensors: run tests/golden/make")
    for name in sorted(found - wanted):
        print(f"error: data/{name}.safetensors is of no case in cases.py: remove it")
    return 0 if wanted == found else 1


if __name__ == "__main__":
    sys.exit(main())
