#!/usr/bin/env python3
"""A table of how far attention explains policies, from what `saccade explain` wrote of them:

    for run in runs/*; do saccade explain $run --episodes 20; done
    experiments/bench/faithfulness.py runs/*

A row for each environment, with its runs in order.  The best method is never leave-one-out, by which all
are measured, nor a random order; attention where attention rollout is the same.
"""

import json
import sys
from pathlib import Path

NAMES = {
    "attention": "attention",
    "rollout": "rollout",
    "gradient_input": "gradient x input",
    "integrated_gradients": "integrated gradients",
    "nearest": "nearest first",
}


def cells_of(faithfulness):
    """Verdict, gain, correlation, gain of nearest first, best method."""
    methods = faithfulness["methods"]
    gain = {name: methods[name]["gain"] for name in NAMES if name in methods}
    nearest = f"{100 * gain['nearest']:.0f}%" if "nearest" in gain else "-"
    return (
        faithfulness["verdict"] or "no verdict",
        f"{100 * gain['attention']:.0f}%" if "attention" in gain else "-",
        f"{methods['attention']['spearman_leave_one_out']:.2f}" if "attention" in gain else "-",
        nearest,
        NAMES[max(gain, key=gain.get)],
    )


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    rows = {}
    for folder in sys.argv[1:]:
        file = Path(folder) / "explain.json"
        if not file.is_file():
            sys.exit(f"error: '{file}' is missing: saccade explain {folder}")
        found = json.loads(file.read_text())
        # Several kinds of agents have a policy each.
        parts = {f", {name}": kind for name, kind in found.get("kinds", {}).items()} or {"": found}
        name = Path(folder).name.rpartition("-")[0] or found["env"]
        for kind, part in parts.items():
            rows.setdefault(f"`{name}`{kind}", []).append(cells_of(part["faithfulness"]))
    print("| preset | verdicts | gain | correlation | nearest | best method |")
    print("|---|---|---|---|---|---|")
    for name, runs in rows.items():
        columns = [", ".join(dict.fromkeys(c)) if set(c) == {"-"} else ", ".join(c) for c in zip(*runs)]
        print(f"| {name} | {' | '.join(columns)} |")


main()
