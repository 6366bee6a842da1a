"""Attention of every kind, and the block around it.

M queries, N keys, D the width, H heads, d = D / H.
"""

from dataclasses import dataclass

import numpy as np

from .layers import ACTIVATIONS, layer_norm, linear, mlp, softmax


@dataclass
class Stream:
    """Tokens on their way through the blocks."""

    x: np.ndarray  # [N x D]
    motion: np.ndarray  # [N x 4]
    types: np.ndarray  # [N] index of the type of token.

    def agent(self):
        return Stream(self.x[:1], self.motion[:1], self.types[:1])


def block(w, name, policy, queries, keys, same):
    """A pre-LN transformer block: the queries' new rows [M x D], and the weights [H x M x N].

    `same`: query i is key i as well.
    """
    attention = name + ".attention"
    x, y = (layer_norm(w, attention + ".norm", side.x) for side in (queries, keys))
    q = split_heads(linear(w, attention + ".query", x), policy)
    k = split_heads(linear(w, attention + ".key", y), policy)
    v = split_heads(linear(w, attention + ".value", y), policy)
    weights = weigh(w, attention, policy, q, k, queries, keys, same)
    mixed = mix(w, attention, policy, weights, v, queries, keys)
    mixed = mixed.swapaxes(0, 1).reshape(queries.x.shape)
    attended = queries.x + linear(w, attention + ".output", mixed)
    hidden = layer_norm(w, name + ".mlp.norm", attended)
    return attended + mlp(w, name + ".mlp", ACTIVATIONS[policy["activation"]], hidden), weights


def split_heads(x, policy):
    """[n x D] -> [H x n x d]: a head is a run of d columns."""
    heads = policy["attention"]["heads"]
    return x.reshape(len(x), heads, x.shape[1] // heads).swapaxes(0, 1)


def mix(w, name, policy, weights, v, queries, keys):
    """The values [H x N x d] by the weights [H x M x N], with what pairs add: [H x M x d]."""
    mixed = weights @ v
    if policy["attention"].get("pair_value"):  # Checkpoints that are older have none.
        sums = np.einsum("hmn,mnc->hmc", weights, pair_features(queries, keys))
        mixed = mixed + sums @ split_heads(w[name + ".pair_value.weight"], policy)
    return mixed


def weigh(w, name, policy, q, k, queries, keys, same):
    """The weights [H x M x N] by which values are mixed; a query that sees no key has zeros."""
    config = policy["attention"]
    if config["kind"] == "linear":
        return linear_weights(q, k)
    scores = scores_of(w, name, config, q, k)
    if config["pair_bias"]:
        features = pair_features(queries, keys)
        scores = scores + np.einsum("hc,mnc->hmn", w[name + ".pair_bias"], features)
    if config["kind"] == "top_k":
        scores = keep_largest(scores, config["k"])
    if config["kind"] == "local":
        scores = np.where(near(queries.motion, keys.motion, config, same), scores, -np.inf)
    return softmax(scores)


def scores_of(w, name, config, q, k):
    """sum_c u_c tanh(q_c + k_c), the vector u [1 x D] split among the heads; cosines times a number
    of each head; or scaled products."""
    if config["kind"] == "additive":
        u = w[name + ".score"].reshape(len(q), 1, 1, -1)
        return (u * np.tanh(q[:, :, None] + k[:, None])).sum(axis=-1)
    if config["kind"] == "cosine":
        g = w[name + ".temperature"].reshape(len(q), 1, 1)
        return g * (directions(q) @ directions(k).swapaxes(1, 2))
    products = q @ k.swapaxes(1, 2)
    return products / np.sqrt(q.shape[-1]) if config["scale"] else products


def directions(x):
    """Over the last axis of unit length; the term keeps a zero vector zero."""
    return x / np.sqrt((x**2).sum(axis=-1, keepdims=True) + 1e-6)


def linear_weights(q, k):
    """phi(q) . phi(k), over its sum over the keys."""
    products = phi(q) @ phi(k).swapaxes(1, 2)
    return products / products.sum(axis=-1, keepdims=True) if k.shape[1] else products


def phi(x):
    """elu + 1, kept above 0."""
    return np.where(x > 0, x + 1, np.exp(np.clip(x, -20, 0)))


def keep_largest(scores, k):
    """All but the k largest of each row become -inf; among equals the first are kept."""
    rank = np.argsort(np.argsort(-scores, axis=-1, kind="stable"), axis=-1, kind="stable")
    return np.where(rank < k, scores, -np.inf)


def coarse(squares):
    """Squared distances to 12 binary digits, so that rounding does not choose among equals; the
    factor moves round numbers off the edges between two results."""
    fraction, exponent = np.frexp(1.000113 * np.asarray(squares))
    return np.ldexp(np.round(fraction * 2**12), exponent - 12)


def near(query_motion, key_motion, config, same):
    """Which keys each query sees [M x N]: the nearest so many, or those within the radius."""
    offset = key_motion[None, :, :2] - query_motion[:, None, :2]
    squares = (offset**2).sum(axis=-1)
    squares = np.where(np.isfinite(squares), coarse(squares), np.inf)
    if config["radius"] > 0:
        seen = squares <= coarse(config["radius"] ** 2)
    else:
        rank = np.argsort(np.argsort(squares, axis=1, kind="stable"), axis=1, kind="stable")
        seen = (rank < config["neighbours"]) & np.isfinite(squares)
    return seen | np.eye(*seen.shape, dtype=bool) if same else seen


def pair_features(queries, keys):
    """What is known of each pair [M x N x 8]; what depends on something unknown is 0."""
    offset = keys.motion[None, :, :2] - queries.motion[:, None, :2]
    drift = keys.motion[None, :, 2:] - queries.motion[:, None, 2:]
    distance = np.sqrt((offset**2).sum(axis=-1, keepdims=True))
    bearing = np.divide(offset, distance, out=np.zeros_like(offset), where=distance > 0)
    drift = drift / (1 + np.sqrt((drift**2).sum(axis=-1, keepdims=True)))
    drift = np.where(np.isfinite(distance), drift, np.nan)
    closing = -(drift * bearing).sum(axis=-1, keepdims=True)
    same_type = (queries.types[:, None] == keys.types[None, :])[:, :, None].astype(float)
    far = np.log1p(distance)
    near_by = 1 / (1 + distance)
    return np.nan_to_num(
        np.concatenate([same_type, far, near_by, bearing, drift, closing], axis=-1)
    )


def rollout(layers, tokens):
    """Attention rollout (Abnar & Zuidema 2020): each token's share in the agent's vector [tokens].

    `layers` as Decision.attention has them.  A layer mixes by the mean of its heads; half of each
    token passes by it, and all of one that sees no key.
    """
    share = np.zeros(tokens)
    share[0] = 1
    for _, queries, keys, weights in reversed(layers):
        moved = share[queries, None] * weights.mean(axis=0) / 2  # [M x N]
        share[queries] -= moved.sum(axis=1)
        np.add.at(share, keys, moved.sum(axis=0))
    return share
