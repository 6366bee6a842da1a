"""What Saccade starts:  python3 saccade_gym NUMBER ROWS ID [KEY=VALUE]...

NUMBER counts the workers from 1, ROWS names boxes whose rows are entities, with commas between them.
Standard input is the socket at which Saccade asks for environments.
"""
import sys

if sys.version_info < (3, 10):
    sys.exit(78)  # Saccade says what was wanted.

import os

# The package alone: what lies in its folders must not hide anybody else's modules.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
from saccade_gym import lines  # noqa: E402

del sys.path[0]


def make_world(number):
    """The environment that the command line names; `number` is that among those of this worker."""
    from saccade_gym import making

    worker, rows, name, *arguments = sys.argv[1:]
    return making.make_world(name, arguments, [row for row in rows.split(",") if row],
                             is_first=worker == "1" and number == 1)


lines.serve(make_world)
