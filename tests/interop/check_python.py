"""Builds the Python package and runs its tests:  check_python.py BUILD_FOLDER

In a virtual environment of its own, build/python-test, with the pinned packages of
python/tests/requirements.txt; the module is compiled in build/python, where ccache has what the
program was built from.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "python"
ENVIRONMENT = ROOT / "build" / "python-test"
REQUIREMENTS = PACKAGE / "tests" / "requirements.txt"


def run(*command, **more):
    print("      $", *command, flush=True)
    return subprocess.run([str(word) for word in command], **more).returncode == 0


def make_environment():
    """Anew when the requirements have changed."""
    made_with = ENVIRONMENT / "requirements.txt"
    wanted = REQUIREMENTS.read_text()
    if made_with.exists() and made_with.read_text() == wanted:
        return True
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    good = run(ENVIRONMENT / "bin/pip", "install", "--quiet", "-r", REQUIREMENTS)
    if good:
        made_with.write_text(wanted)
    return good


def install():
    """The wheel, as a user builds it; warnings are errors, as in the build of the program."""
    pip = (ENVIRONMENT / "bin/pip", "install", "--quiet", "--force-reinstall", "--no-deps")
    # By the compiler's name in the program's build: ccache goes by it.
    compiler = dict(os.environ, CXX=os.environ.get("CXX", "c++"))
    return run(*pip, "-C", "cmake.define.SACCADE_WERROR=ON", PACKAGE, env=compiler)


def main():
    build = Path(sys.argv[1]).resolve()
    python = ENVIRONMENT / "bin/python"
    tested = dict(os.environ, SACCADE_BUILD=str(build))
    tested.pop("PYTHONPATH", None)
    good = make_environment() and install()
    # The types, from inside of python/, where mypy finds its settings.
    good = good and run(python, "-m", "mypy", cwd=PACKAGE)
    # From outside of it, so that what is tested is the wheel.
    command = (python, "-m", "pytest", "-q", "-p", "no:cacheprovider", PACKAGE / "tests")
    good = good and run(*command, cwd=build, env=tested)
    print("ok    " if good else "FAILED", "the Python package: its build, types and tests")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
