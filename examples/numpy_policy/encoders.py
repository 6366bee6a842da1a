"""From the tokens of an observation to one vector for the agent."""

import numpy as np

from .attention import Stream, block
from .layers import ACTIVATIONS, layer_norm, linear, mlp, normalise_rows


def encode(w, prefix, policy, tokens):
    """The agent's vector [1 x D]; a vector of each token [n x D], or None; the layers' attention.

    `prefix` is "policy." or "value."; `tokens` is a list of Tokens, one per type.
    """
    if policy["encoder"] == "mlp":
        return encode_flat(w, prefix, policy, tokens)
    embedded = [embed(w, f"{prefix}entity.{t.name}.embed", policy, t.features) for t in tokens]
    if policy["encoder"] == "attention":
        return encode_by_attention(w, prefix, policy, tokens, embedded)
    return encode_by_pooling(w, prefix, policy, embedded)


def embed(w, name, policy, features):
    """The tokens of one type: [n x features] -> [n x D]."""
    x = linear(w, name, features)
    if policy["embedding"] == "linear":
        return x
    return layer_norm(w, name + ".norm", ACTIVATIONS[policy["activation"]](x))


def encode_flat(w, prefix, policy, tokens):
    """All features side by side through two hidden layers, with the activation after both."""
    activation = ACTIVATIONS[policy["activation"]]
    x = np.concatenate([t.features.reshape(1, -1) for t in tokens], axis=1)
    return activation(mlp(w, prefix + "mlp", activation, x)), None, []


def encode_by_pooling(w, prefix, policy, embedded):
    """Each token through the same small network, pooled per type; a type without tokens gives 0."""
    activation = ACTIVATIONS[policy["activation"]]
    pool = np.mean if policy["encoder"] == "mean_pool" else np.max
    normalised = [normalise_rows(x) for x in embedded]
    hidden = [activation(linear(w, prefix + "pool.entity", x)) for x in normalised]
    pooled = [pool(h, axis=0) if len(h) else np.zeros(h.shape[1]) for h in hidden]
    mixed = mlp(w, prefix + "pool.mlp", activation, np.concatenate(pooled)[None])
    return layer_norm(w, prefix + "norm", mixed), np.concatenate(normalised), []


def encode_by_attention(w, prefix, policy, tokens, embedded):
    embedded = [x + position(w, prefix, policy, t, tokens[0]) for x, t in zip(embedded, tokens)]
    entities, context = split_streams(policy, tokens, embedded)
    count, blocks = len(entities.x), policy["attention"]["self_blocks"]
    own = np.arange(count)
    layers = []  # Of (name, queries, keys, weights): who looked at whom.

    def run(name, stream, keys, same, label, from_tokens, to_tokens):
        out, weights = block(w, prefix + name, policy, stream, keys, same)
        layers.append((label, from_tokens, to_tokens, weights))
        return Stream(out, stream.motion, stream.types)

    if context is not None:
        others = count + np.arange(len(context.x))
        for i in range(blocks):
            context = run(f"context{i}", context, context, True, f"context {i + 1}", others, others)
        entities = run("cross", entities, context, False, "cross", own, others)
    for i in range(blocks):
        entities = run(f"block{i}", entities, entities, True, f"block {i + 1}", own, own)
    agent = run(
        f"block{blocks}", entities.agent(), entities, True, f"block {blocks + 1}", own[:1], own
    )
    return layer_norm(w, prefix + "norm", agent.x), normalise_rows(entities.x), layers


# Between agents there are plain dot products, whatever the tokens have.
AMONG_AGENTS = {"kind": "dot_product", "scale": True, "pair_bias": False, "pair_value": False}


def see_team(w, policy, vectors):
    """What a central critic makes of the vectors of the agents that are there, [agents x D]."""
    policy = policy | {"attention": policy["attention"] | AMONG_AGENTS}
    team = Stream(vectors, None, None)  # Places and types play no part.
    out, _ = block(w, "value.team", policy, team, team, True)
    return layer_norm(w, "value.team.norm", out)


def split_streams(policy, tokens, embedded):
    """The tokens that are one set, and with fusion = cross those of the sensors."""
    types = np.repeat(np.arange(len(tokens)), [len(x) for x in embedded])
    x, motion = np.concatenate(embedded), np.concatenate([t.motion for t in tokens])
    if policy["fusion"] == "joint":
        return Stream(x, motion, types), None
    sensor = np.array([t.is_sensor for t in tokens])[types]
    return tuple(Stream(x[part], motion[part], types[part]) for part in (~sensor, sensor))


def position(w, prefix, policy, tokens, agent):
    """What is added to the tokens of one type to say where they stand [n x D] (or 0)."""
    count, index = policy["width"], np.arange(len(tokens.features))
    if policy["position"] == "learned_index":
        return w[prefix + "position"][np.minimum(index, 255)]
    if policy["position"] == "sinusoidal":
        return sinusoids(index, count)
    if policy["position"] == "fourier":
        return fourier(policy, tokens, agent) @ w[prefix + "position"]
    return 0


def sinusoids(index, width):
    """Sines in even columns i and cosines after them, of index / 10000^(i / width), unit length."""
    column = np.arange(width)
    angle = index[:, None] / 10000 ** ((column - column % 2) / width)
    return np.sqrt(2 / width) * np.where(column % 2 == 0, np.sin(angle), np.cos(angle))


def fourier(policy, tokens, agent):
    """sin, cos of x at wavelengths L, L/2, ... L/128, then of y [n x 32]; 0 where unknown."""
    place = tokens.motion[:, :2]
    if policy["position_relative"]:
        place = place - agent.motion[:1, :2]
    known = np.isfinite(place).all(axis=1, keepdims=True)
    frequency = 2 * np.pi * 2.0 ** np.arange(8) / policy["position_wavelength"]
    angle = np.where(known, place, 0)[:, :, None] * frequency  # [n x 2 x 8]
    features = np.stack([np.sin(angle), np.cos(angle)], axis=-1).reshape(len(place), 32)
    return np.where(known, features, 0)
