"""The cases: what the agent sees and does, the network's settings, the losses."""

import random

import torch

from parameters import token_name, token_width

SELF = {"type": "self", "features": ["a", "b", "c"], "fixed_count": 1}
FOOD = {"type": "food", "features": ["a", "b", "c", "d"], "fixed_count": -1}
WALL = {"type": "wall", "features": ["a", "b"], "fixed_count": -1}
LIDAR = {"rays": "lidar", "count": 3, "range": 8.0, "hits": ["wall"], "optional": True}
RAGGED = [SELF, FOOD, WALL]
SENSING = [SELF, FOOD, WALL, LIDAR]
FIXED = [SELF, FOOD | {"fixed_count": 2}, WALL | {"fixed_count": 1}]

# Tokens of each type in each sample: entities are 1, 3 and 5; the second one has no reading.
COUNTS = {
    id(RAGGED): [(1, 0, 0), (1, 2, 0), (1, 1, 3)],
    id(SENSING): [(1, 0, 0, 3), (1, 2, 0, 0), (1, 1, 3, 3)],
    id(FIXED): [(1, 2, 1), (1, 2, 1), (1, 2, 1)],
}

MOVE = {"head": "move", "kind": "categorical", "labels": ["left", "stay", "right"], "masked": True}
AIM = {"head": "aim", "kind": "continuous", "labels": ["x", "y"], "low": [-1, -1], "high": [1, 1]}
PICK = {"head": "pick", "kind": "select-entity", "types": [2, 1], "masked": True}
GRIP = {"head": "grip", "kind": "continuous", "labels": ["a", "b"], "low": [0, -3], "high": [1, 5]}
HYBRID = [MOVE, AIM, PICK]

# The second sample has no mask of "move", the first one no candidate of "pick".
MOVE_MASKS = [[1, 0, 1], [], [0, 1, 1]]
PICK_MASKS = [[], [1, 1], [1, 0, 1, 1]]
ACTIONS = {"move": [[2], [1], [1]], "aim": [[0.5, -0.25], [-1, 0.75], [0.25, 1.5]],
           "pick": [[-1], [1], [3]],
           "grip": [[0.5, -0.25], [-0.875, 0.75], [0.25, 0.96875]]}  # fmt: skip

# What was recorded, as differences from what the network now says: log-probabilities, values and
# returns, by sample; and advantages.  Between them, the two reach every case of both clippings.
RISING = {"log_ratio": (0.1, 0.5, -0.5), "advantages": (1.25, 0.75, 0.875),
          "value_change": (0.1, 0.5, -0.5), "error": (0.8, 0.8, 0.3)}  # fmt: skip
FALLING = {"log_ratio": (-0.1, 0.5, -0.5), "advantages": (-1.125, -0.75, -0.625),
           "value_change": (-0.1, 0.5, -0.5), "error": (-0.6, -0.3, -0.7)}  # fmt: skip

PPO = {"clip": 0.25, "value_clip": 0.25, "value_coefficient": 0.5, "entropy_coefficient": 0.125}
A2C = {"value_coefficient": 0.5, "entropy_coefficient": 0.125}
NOTHING = {"value_coefficient": 0.0, "entropy_coefficient": 0.0}
# Name -> algorithm, its options, what was recorded.
ALL_LOSSES = {
    "surrogate-rising": ("ppo", PPO | NOTHING, RISING),
    "surrogate-falling": ("ppo", PPO | NOTHING, FALLING),
    "value-rising": ("ppo", PPO | NOTHING | {"value_coefficient": 1.0}, RISING),
    "value-falling": ("ppo", PPO | NOTHING | {"value_coefficient": 1.0}, FALLING),
    "value-unclipped": ("ppo", PPO | {"value_clip": 0.0}, FALLING),
    "entropy": ("a2c", NOTHING | {"entropy_coefficient": 1.0}, RISING | {"advantages": (0, 0, 0)}),
    "a2c": ("a2c", A2C, FALLING),
}
# The second of its samples has become 1.65 times as likely.
DUAL_LOSS = {"dual-clip": ("ppo", PPO | {"dual_clip": 1.5}, FALLING)}
# Of its samples the first is within the limit of weights, the second beyond it.
VTRACE_LOSS = {"vtrace": ("vtrace", A2C | {"clip_rho": 1.25}, RISING)}
ONE_LOSS = {"ppo": ("ppo", PPO, RISING)}

DEFAULTS = {
    "encoder": "attention", "width": 8, "activation": "relu", "separate_value": False,
    "position": "none", "position_relative": True, "position_wavelength": 64.0, "fusion": "joint",
    "heads": 2, "self_blocks": 0, "kind": "dot_product", "k": 8, "neighbours": 8, "radius": 0.0,
    "pair_bias": False, "pair_value": False, "scale": True, "embedding": "linear",
    "initial_log_std": 0.0, "distribution": "gaussian", "deviation": "learned",
    "learn_features": False, "actor_hidden": [], "critic_hidden": [], "critic": "own",
}  # fmt: skip
OF_ATTENTION = ("heads", "self_blocks", "kind", "k", "neighbours", "radius", "pair_bias",
                "pair_value", "scale")  # fmt: skip
OF_CONTINUOUS = ("distribution", "deviation", "learn_features")
OPTIONS = {"top_k": {"k": 2}, "local": {"neighbours": 2}}
KINDS = ("dot_product", "additive", "linear", "top_k", "local", "cosine")


class Case:
    def __init__(self, name, changes, space=RAGGED, heads=HYBRID, losses=ONE_LOSS):
        self.name, self.changes, self.policy = name, changes, DEFAULTS | changes
        self.space, self.heads, self.losses = space, heads, losses

    def settings(self):
        """Keys and values as after --set, those that are not Saccade's defaults."""
        changes = {"width": 8, "heads": 2} | self.changes
        return [f"policy.{section(key)}{key}={text(changes[key])}" for key in changes]


def section(key):
    if key in OF_CONTINUOUS:
        return "continuous."
    return "attention." if key in OF_ATTENTION else ""


def text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def all_cases():
    cases = []
    for kind in KINDS:
        of_kind = {"kind": kind} | OPTIONS.get(kind, {})
        cases.append(Case(f"{kind}-0", of_kind))
        cases.append(Case(f"{kind}-1", of_kind | {"self_blocks": 1}))
        if kind != "linear":
            biased = of_kind | {"self_blocks": 1, "pair_bias": True}
            cases.append(Case(f"{kind}-pair-bias", biased))
        if kind in ("dot_product", "local", "linear"):
            cross = of_kind | {"self_blocks": 1, "fusion": "cross"}
            cases.append(Case(f"{kind}-cross", cross, SENSING))
    one = {"self_blocks": 1}
    cases += [
        Case("unscaled", one | {"scale": False}),
        Case("local-radius", one | {"kind": "local", "radius": 3.0}),
        Case("gelu", one | {"activation": "gelu"}),
        Case("tanh", one | {"activation": "tanh"}),
        Case("separate-value", one | {"separate_value": True}),
        Case("position-learned_index", {"position": "learned_index"}),
        Case("position-sinusoidal", {"position": "sinusoidal"}),
        Case("position-fourier", {"position": "fourier", "position_wavelength": 16.0}),
        Case("position-fourier-world", {"position": "fourier", "position_relative": False}),
        Case("mean_pool", {"encoder": "mean_pool"}),
        Case("max_pool", {"encoder": "max_pool"}),
        Case("mlp", {"encoder": "mlp"}, FIXED, [MOVE, AIM]),
        Case("head-categorical", {}, heads=[MOVE], losses=ALL_LOSSES),
        Case("head-continuous", {}, heads=[AIM], losses=ALL_LOSSES),
        Case("head-select", {}, heads=[PICK], losses=ALL_LOSSES),
        Case("head-all", {}, losses=ALL_LOSSES),
        Case("dual-clip", {}, losses=DUAL_LOSS),
        Case("embedding-mlp", one | {"embedding": "mlp", "separate_value": True}),
        Case("embedding-mlp-gelu", {"embedding": "mlp", "activation": "gelu"}),
        Case("embedding-mlp-pool", {"embedding": "mlp", "encoder": "mean_pool"}),
    ]
    for kind in KINDS:
        if kind != "linear":
            of_kind = one | {"kind": kind, "pair_value": True} | OPTIONS.get(kind, {})
            cases.append(Case(f"{kind}-pair-value", of_kind))
    both = {"pair_bias": True, "pair_value": True, "fusion": "cross"}
    cases.append(Case("pair-value-cross", one | both, SENSING))
    cases.append(Case("pair-value-readout", {"pair_value": True, "separate_value": True}))
    # Gaussian and learned is what every other case has.
    for distribution in ("gaussian", "tanh_gaussian"):
        for deviation in ("learned", "fixed", "state", "gsde"):
            changes = {"distribution": distribution, "deviation": deviation}
            if deviation == "fixed":
                changes["initial_log_std"] = -0.5
            name = f"head-{distribution}-{deviation}"
            cases.append(Case(name, changes, heads=[MOVE, GRIP], losses=ALL_LOSSES))
    features = {"deviation": "gsde", "learn_features": True, "actor_hidden": [5],
                "activation": "tanh"}  # With relu all features may be 0, and the density has no bound.
    cases.append(Case("head-gsde-features", features, heads=[MOVE, GRIP], losses=ALL_LOSSES))
    beta = {"distribution": "beta"}
    cases.append(Case("head-beta", beta, heads=[MOVE, GRIP], losses=ALL_LOSSES))
    cases += [
        Case("hidden", {"actor_hidden": [6, 5], "critic_hidden": [7]}),
        Case("hidden-actor", {"actor_hidden": [5], "activation": "gelu"}),
        Case("hidden-critic", {"critic_hidden": [9, 6], "separate_value": True}),
        Case("hidden-mlp", {"encoder": "mlp", "actor_hidden": [4], "critic_hidden": [10],
                            "activation": "tanh"}, FIXED, [MOVE, AIM]),
    ]  # fmt: skip
    # Wide enough to read features, where no head reads tokens.
    wide = {"width": 16}
    cases += [
        Case("features", wide, heads=[MOVE, AIM]),
        Case("features-top_k", wide | {"kind": "top_k", "k": 2, "scale": False}, heads=[MOVE]),
        Case("features-pairs", wide | {"pair_bias": True, "pair_value": True}, heads=[MOVE]),
        Case("features-of-critic", wide | {"separate_value": True}),
    ]
    cases.append(Case("vtrace", {}, losses=VTRACE_LOSS))
    central = {"critic": "central"}
    cases += [
        Case("critic-central", central | {"kind": "cosine"}),
        Case("critic-central-separate", central | {"separate_value": True, "critic_hidden": [5],
                                                   "activation": "tanh"}),
        Case("critic-central-pool", central | {"encoder": "max_pool", "activation": "gelu"}),
    ]  # fmt: skip
    return cases


def inputs_of(case, seed):
    """name -> tensor: the rows of every type with their motion, where samples begin, the masks."""
    rng = random.Random(seed)
    counts = COUNTS[id(case.space)]
    tensors = {}
    for t, entry in enumerate(case.space):
        name, rows = "input." + token_name(entry), sum(count[t] for count in counts)
        tensors[name + ".features"] = normal(rng, rows, token_width(entry), 1)
        tensors[name + ".motion"] = normal(rng, rows, 4, 2.5)
        if "rays" in entry:
            tensors[name + ".motion"][:, 2:] = torch.nan  # A ray's end has no velocity.
        elif t == 2 and rows > 1:
            tensors[name + ".motion"][1] = torch.nan  # It is nowhere.
            tensors[name + ".motion"][2, 2:] = torch.nan
        tensors[name + ".offsets"] = offsets([count[t] for count in counts])
    masks = {"move": MOVE_MASKS, "pick": PICK_MASKS}
    for head in case.heads:
        of_samples = masks.get(head["head"], [[], [], []])
        allowed = [choice for mask in of_samples for choice in mask]
        tensors[f"input.{head['head']}.mask"] = torch.tensor(allowed, dtype=torch.uint8)
        tensors[f"input.{head['head']}.offsets"] = offsets([len(mask) for mask in of_samples])
    rows = [sum((ACTIONS[head["head"]][s] for head in case.heads), []) for s in range(3)]
    tensors["input.actions"] = torch.tensor(rows, dtype=torch.float32)
    return tensors


def normal(rng, rows, columns, deviation):
    values = [rng.gauss(0, deviation) for _ in range(rows * columns)]
    return torch.tensor(values, dtype=torch.float32).reshape(rows, columns)


def offsets(counts):
    return torch.tensor([sum(counts[:s]) for s in range(len(counts) + 1)])
