"""Names, shapes and random values of a network's parameters, after docs/checkpoints.md."""

import random

import torch


def make_parameters(policy, space, heads, seed):
    """name -> [rows x columns], numbers that single precision holds exactly."""
    shapes = encoder_shapes("policy.", policy, space)
    if policy["separate_value"]:
        shapes |= encoder_shapes("value.", policy, space)
    if policy["critic"] == "central":
        team = policy | {"kind": "dot_product", "pair_bias": False, "pair_value": False}
        shapes |= block_shapes("value.team", team, policy["width"], 2 * policy["width"])
        shapes |= norm_shapes("value.team.norm", policy["width"])
    of_actor, actor_width = hidden_shapes("policy.hidden", policy, policy["actor_hidden"])
    of_critic, critic_width = hidden_shapes("value.hidden", policy, policy["critic_hidden"])
    shapes |= of_actor | of_critic
    for head in heads:
        shapes |= head_shapes(head, policy, actor_width)
    shapes |= linear_shapes("value.head", critic_width, 1)
    rng = random.Random(seed)
    return {name: draw(name, shape, rng) for name, shape in shapes.items()}


def draw(name, shape, rng):
    low, high = range_of(name, shape)
    values = [rng.uniform(low, high) for _ in range(shape[0] * shape[1])]
    return torch.tensor(values, dtype=torch.float32).double().reshape(shape)


def range_of(name, shape):
    """So that outputs vary by about 1, and no part of the network goes unnoticed."""
    if name.endswith(".gain"):
        return 0.5, 1.5
    if name.endswith(".temperature"):
        return 1, 4
    if name.endswith(".weight"):
        return -((3 / shape[0]) ** 0.5), (3 / shape[0]) ** 0.5
    return -0.7, 0.7


def linear_shapes(name, inputs, outputs, bias=True):
    shapes = {name + ".weight": (inputs, outputs)}
    return shapes | ({name + ".bias": (1, outputs)} if bias else {})


def norm_shapes(name, width):
    return {name + ".gain": (1, width), name + ".bias": (1, width)}


def mlp_shapes(name, inputs, hidden, outputs):
    return linear_shapes(name + ".up", inputs, hidden) | linear_shapes(
        name + ".down", hidden, outputs
    )


def hidden_shapes(name, policy, widths):
    """Of the hidden layers; and the width of what they give out."""
    shapes, width = {}, policy["width"]
    for layer, next_width in enumerate(widths):
        shapes |= linear_shapes(f"{name}{layer}", width, next_width)
        width = next_width
    return shapes, width


def encoder_shapes(prefix, policy, space):
    width, hidden = policy["width"], 2 * policy["width"]
    if policy["encoder"] == "mlp":
        inputs = sum(token_width(entry) * entry["fixed_count"] for entry in space)
        return mlp_shapes(prefix + "mlp", inputs, width, width)
    shapes = norm_shapes(prefix + "norm", width)
    for entry in space:
        embed = f"{prefix}entity.{token_name(entry)}.embed"
        shapes |= linear_shapes(embed, token_width(entry), width)
        if policy["embedding"] == "mlp":
            shapes |= norm_shapes(embed + ".norm", width)
    if policy["encoder"] != "attention":
        shapes |= linear_shapes(prefix + "pool.entity", width, width)
        return shapes | mlp_shapes(prefix + "pool.mlp", len(space) * width, hidden, width)
    rows = {"learned_index": 256, "fourier": 32}.get(policy["position"])
    if rows:
        shapes[prefix + "position"] = (rows, width)
    for name in block_names(policy):
        shapes |= block_shapes(prefix + name, policy, width, hidden)
    return shapes


def block_names(policy):
    blocks = policy["self_blocks"]
    names = [f"block{i}" for i in range(blocks + 1)]
    if policy["fusion"] == "cross":
        names += [f"context{i}" for i in range(blocks)] + ["cross"]
    return names


def block_shapes(name, policy, width, hidden):
    attention = name + ".attention"
    shapes = norm_shapes(attention + ".norm", width) | norm_shapes(name + ".mlp.norm", width)
    for part in ("query", "key", "value", "output"):
        shapes |= linear_shapes(f"{attention}.{part}", width, width, bias=part != "key")
    if policy["pair_bias"]:
        shapes[attention + ".pair_bias"] = (policy["heads"], 8)
    if policy["pair_value"]:
        shapes[attention + ".pair_value.weight"] = (8, width)
    if policy["kind"] == "additive":
        shapes[attention + ".score"] = (1, width)
    if policy["kind"] == "cosine":
        shapes[attention + ".temperature"] = (1, policy["heads"])
    return shapes | mlp_shapes(name + ".mlp", width, hidden, width)


def head_shapes(head, policy, width):
    name, token_width = "policy.head." + head["head"], policy["width"]
    if head["kind"] == "select-entity":
        return linear_shapes(name + ".query", width, token_width) | linear_shapes(
            name + ".key", token_width, token_width, bias=False
        )
    outputs = len(head["labels"])
    if head["kind"] == "categorical":
        return linear_shapes(name, width, outputs)
    if policy["distribution"] == "beta" or policy["deviation"] == "state":
        return linear_shapes(name, width, 2 * outputs)
    rows = {"learned": 1, "gsde": width}.get(policy["deviation"])
    return linear_shapes(name, width, outputs) | ({name + ".log_std": (rows, outputs)} if rows else {})


def token_name(entry):
    return entry.get("type") or entry["rays"]


def token_width(entry):
    """Of rays: distance, what was hit, six waves of the angle."""
    return len(entry["features"]) if "type" in entry else 1 + len(entry["hits"]) + 1 + 6
