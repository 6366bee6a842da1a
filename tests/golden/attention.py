"""Attention of every kind in PyTorch, after docs/attention.md and docs/checkpoints.md.

M queries, N keys, D the width, H heads, d = D / H.  Gradients are autograd's.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F


class Tie(Exception):
    """Two tokens are as near as each other: which one counts is not to be tested here."""


@dataclass
class Stream:
    """The tokens of one sample on their way through the blocks."""

    x: torch.Tensor  # [N x D]
    motion: torch.Tensor  # [N x 4] x, y, velocity; NaN where unknown.
    types: torch.Tensor  # [N]

    def agent(self):
        return Stream(self.x[:1], self.motion[:1], self.types[:1])


def linear(w, name, x):
    """Weights are stored [in x out], PyTorch wants [out x in]."""
    bias = w.get(name + ".bias")
    return F.linear(x, w[name + ".weight"].T, None if bias is None else bias[0])


def normalise(x):
    return F.layer_norm(x, x.shape[-1:], eps=1e-5)


def layer_norm(w, name, x):
    return F.layer_norm(x, x.shape[-1:], w[name + ".gain"][0], w[name + ".bias"][0], eps=1e-5)


def activate(policy, x):
    kinds = {"relu": F.relu, "tanh": torch.tanh, "gelu": lambda z: F.gelu(z, approximate="tanh")}
    return kinds[policy["activation"]](x)


def mlp(w, name, policy, x):
    return linear(w, name + ".down", activate(policy, linear(w, name + ".up", x)))


def block(w, name, policy, queries, keys, same):
    """A pre-LN block: the queries' new rows [M x D] and the weights [H x M x N].

    `same`: query i is key i as well.
    """
    attention = name + ".attention"
    x = layer_norm(w, attention + ".norm", queries.x)
    y = layer_norm(w, attention + ".norm", keys.x)
    q, k, v = (
        split_heads(linear(w, f"{attention}.{part}", side), policy["heads"])
        for part, side in (("query", x), ("key", y), ("value", y))
    )
    weights = weigh(w, attention, policy, q, k, queries, keys, same)
    mixed = torch.cat(list(mix(w, attention, policy, weights, v, queries, keys)), dim=1)
    attended = queries.x + linear(w, attention + ".output", mixed)
    hidden = layer_norm(w, name + ".mlp.norm", attended)
    return attended + mlp(w, name + ".mlp", policy, hidden), weights


def split_heads(x, heads):
    """[n x D] -> [H x n x d]"""
    return torch.stack(x.chunk(heads, dim=1))


def mix(w, name, policy, weights, v, queries, keys):
    """Values by their weights; with a pair value sum_j a_ij (v_j + g_ij W), pair by pair."""
    if not policy["pair_value"]:
        return weights @ v
    maps = split_heads(w[name + ".pair_value.weight"], policy["heads"])  # [H x 8 x d]
    added = torch.einsum("mnc,hcd->hmnd", pair_features(queries, keys), maps)
    return torch.einsum("hmn,hmnd->hmd", weights, v[:, None] + added)


def weigh(w, name, policy, q, k, queries, keys, same):
    if policy["kind"] == "linear":
        return linear_weights(q, k)
    scores = SCORES[policy["kind"]](w, name, policy, q, k)
    if policy["pair_bias"]:
        features = pair_features(queries, keys)
        scores = scores + torch.einsum("hc,mnc->hmn", w[name + ".pair_bias"], features)
    if policy["kind"] == "top_k":
        scores = scores.masked_fill(~largest(scores, policy["k"]), -math.inf)
    if policy["kind"] == "local":
        return weigh_seen(scores, near(queries.motion, keys.motion, policy, same))
    return F.softmax(scores, dim=-1)


def dot_products(w, name, policy, q, k):
    products = q @ k.transpose(1, 2)
    return products / math.sqrt(q.shape[-1]) if policy["scale"] else products


def additive_scores(w, name, policy, q, k):
    u = split_heads(w[name + ".score"], len(q))  # [H x 1 x d]
    return torch.stack([torch.tanh(q[h][:, None] + k[h][None]) @ u[h][0] for h in range(len(q))])


def cosines(w, name, policy, q, k):
    temperature = w[name + ".temperature"][0][:, None, None]
    return temperature * unit(q) @ unit(k).transpose(1, 2)


def unit(z):
    return z / torch.sqrt((z * z).sum(dim=-1, keepdim=True) + 1e-6)


SCORES = {
    "dot_product": dot_products,
    "top_k": dot_products,
    "local": dot_products,
    "additive": additive_scores,
    "cosine": cosines,
}


def linear_weights(q, k):
    products = phi(q) @ phi(k).transpose(1, 2)
    return products / products.sum(dim=-1, keepdim=True)


def phi(z):
    return F.elu(z) + 1


def largest(scores, k):
    """Which scores are among the k largest of their row; no two are equal here."""
    kept = torch.zeros_like(scores, dtype=torch.bool)
    return kept.scatter(-1, scores.topk(min(k, scores.shape[-1]), dim=-1).indices, True)


def weigh_seen(scores, seen):
    """Softmax over the keys that each query sees [M x N]; one that sees none has weights of 0."""
    rows = []
    for i, keys in enumerate(seen):
        row = scores[:, i].masked_fill(~keys, -math.inf)
        rows.append(F.softmax(row, dim=-1) if keys.any() else torch.zeros_like(row))
    return torch.stack(rows, dim=1) if rows else scores


def near(query_motion, key_motion, policy, same):
    """Which keys each query sees [M x N].  Nothing is rounded: no distances are nearly equal."""
    distance = torch.linalg.norm(query_motion[:, None, :2] - key_motion[None, :, :2], dim=-1)
    distance = distance.nan_to_num(math.inf)
    for row in distance:
        known = row[row.isfinite()].sort().values
        if not ((known[1:] - known[:-1]) > 0.001 * known[1:]).all():
            raise Tie
    if policy["radius"] > 0:
        seen = distance <= policy["radius"]
    else:
        rank = distance.argsort(dim=-1).argsort(dim=-1)
        seen = (rank < policy["neighbours"]) & distance.isfinite()
    return seen | torch.eye(*seen.shape, dtype=torch.bool) if same else seen


def pair_features(queries, keys):
    """What is known of each pair [M x N x 8], pair by pair; what is unknown is 0."""
    rows = [
        [features_of(queries, i, keys, j) for j in range(len(keys.x))]
        for i in range(len(queries.x))
    ]
    return torch.tensor(rows, dtype=torch.float64).reshape(len(queries.x), len(keys.x), 8)


def features_of(queries, i, keys, j):
    px, py, vx, vy = (keys.motion[j] - queries.motion[i]).tolist()
    features = [float(queries.types[i] == keys.types[j])] + 7 * [0.0]
    r = math.hypot(px, py)
    if not math.isfinite(r):
        return features
    ex, ey = (px / r, py / r) if r > 0 else (0.0, 0.0)
    features[1:5] = math.log(1 + r), 1 / (1 + r), ex, ey
    speed = math.hypot(vx, vy)
    if math.isfinite(speed):
        wx, wy = vx / (1 + speed), vy / (1 + speed)
        features[5:] = wx, wy, -(wx * ex + wy * ey)
    return features
