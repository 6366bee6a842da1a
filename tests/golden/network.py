"""A policy's network in PyTorch, after docs/checkpoints.md: encoders, action heads, the value."""

import math
from dataclasses import dataclass

import torch

from attention import Stream, activate, block, layer_norm, linear, mlp, normalise


@dataclass
class Tokens:
    """Those of one type in one sample."""

    name: str
    features: torch.Tensor  # [n x features]
    motion: torch.Tensor  # [n x 4]
    is_sensor: bool


@dataclass
class Output:
    """Of one sample."""

    heads: dict  # Name -> log-probabilities, or means.
    log_prob: torch.Tensor  # Of the action taken.
    entropy: torch.Tensor
    of_value: torch.Tensor  # [1 x D] what the critic makes of the sample.
    attention: list  # (layer, weights [H x M x N])


def run(w, policy, heads, tokens, masks, action):
    """One sample: a Tokens per type, masks by head's name, the numbers of the action."""
    readout, vectors, attention = encode(w, "policy.", policy, tokens)
    of_value = encode(w, "value.", policy, tokens)[0] if policy["separate_value"] else readout
    readout = hidden(w, "policy.hidden", policy, policy["actor_hidden"], readout)
    outputs, log_prob, entropy = {}, torch.zeros(()), torch.zeros(())
    for head in heads:
        output = head_output(w, head, readout, vectors, tokens, masks.get(head["head"]))
        taken, action = action[: head_width(head)], action[head_width(head) :]
        terms = action_terms(w, policy, head, readout, output, taken)
        outputs[head["head"]] = output
        log_prob, entropy = log_prob + terms[0], entropy + terms[1]
    return Output(outputs, log_prob, entropy, of_value, attention)


def values(w, policy, samples):
    """The value of each; a central critic sees all samples as one team."""
    vectors = [sample.of_value for sample in samples]
    if policy["critic"] == "central":
        vectors = see_team(w, policy, torch.cat(vectors)).split(1)
    vectors = [hidden(w, "value.hidden", policy, policy["critic_hidden"], x) for x in vectors]
    return [linear(w, "value.head", x)[0, 0] for x in vectors]


def see_team(w, policy, vectors):
    policy = policy | {"kind": "dot_product", "scale": True, "pair_bias": False, "pair_value": False}
    team = Stream(vectors, None, None)
    return layer_norm(w, "value.team.norm", block(w, "value.team", policy, team, team, True)[0])


def hidden(w, name, policy, widths, x):
    for layer in range(len(widths)):
        x = activate(policy, linear(w, f"{name}{layer}", x))
    return x


def encode(w, prefix, policy, tokens):
    """The agent's vector [1 x D]; one of each token [n x D], or None; the layers' weights."""
    if policy["encoder"] == "mlp":
        x = torch.cat([t.features.reshape(1, -1) for t in tokens], dim=1)
        return activate(policy, mlp(w, prefix + "mlp", policy, x)), None, []
    embedded = [embed(w, f"{prefix}entity.{t.name}.embed", policy, t.features) for t in tokens]
    if policy["encoder"] == "attention":
        return attend(w, prefix, policy, tokens, embedded)
    return pool(w, prefix, policy, embedded)


def embed(w, name, policy, features):
    x = linear(w, name, features)
    if policy["embedding"] == "mlp":
        x = layer_norm(w, name + ".norm", activate(policy, x))
    return x


def pool(w, prefix, policy, embedded):
    pooled = []
    for x in embedded:
        h = activate(policy, linear(w, prefix + "pool.entity", normalise(x)))
        if len(h) == 0:
            pooled.append(torch.zeros(policy["width"]))
        else:
            pooled.append(h.mean(0) if policy["encoder"] == "mean_pool" else h.amax(0))
    mixed = mlp(w, prefix + "pool.mlp", policy, torch.cat(pooled)[None])
    return layer_norm(w, prefix + "norm", mixed), normalise(torch.cat(embedded)), []


def attend(w, prefix, policy, tokens, embedded):
    embedded = [
        x + position(w, prefix, policy, t, tokens[0].motion) for x, t in zip(embedded, tokens)
    ]
    entities, sensors = streams(policy, tokens, embedded)
    blocks, layers = policy["self_blocks"], []

    def step(name, label, queries, keys, same):
        out, weights = block(w, prefix + name, policy, queries, keys, same)
        layers.append((label, weights))
        return Stream(out, queries.motion, queries.types)

    if policy["fusion"] == "cross":
        for i in range(blocks):
            sensors = step(f"context{i}", f"context {i + 1}", sensors, sensors, True)
        entities = step("cross", "cross", entities, sensors, False)
    for i in range(blocks):
        entities = step(f"block{i}", f"block {i + 1}", entities, entities, True)
    agent = step(f"block{blocks}", f"block {blocks + 1}", entities.agent(), entities, True)
    return layer_norm(w, prefix + "norm", agent.x), normalise(entities.x), layers


def streams(policy, tokens, embedded):
    """The entities' tokens and, with fusion = cross, the sensors'."""

    def join(chosen):
        return Stream(
            torch.cat([embedded[t] for t in chosen]),
            torch.cat([tokens[t].motion for t in chosen]),
            torch.cat([torch.full((len(embedded[t]),), t) for t in chosen]),
        )

    every = range(len(tokens))
    if policy["fusion"] == "joint":
        return join(every), None
    sensors = [t for t in every if tokens[t].is_sensor]
    return join([t for t in every if t not in sensors]), join(sensors)


def position(w, prefix, policy, tokens, agent_motion):
    count, width = len(tokens.features), policy["width"]
    if policy["position"] == "learned_index":
        return w[prefix + "position"][:count]
    if policy["position"] == "sinusoidal":
        rows = [[sinusoid(i, c, width) for c in range(width)] for i in range(count)]
        return torch.tensor(rows).reshape(count, width)
    if policy["position"] == "fourier":
        places = tokens.motion[:, :2] - (agent_motion[0, :2] if policy["position_relative"] else 0)
        rows = [waves(x, y, policy["position_wavelength"]) for x, y in places.tolist()]
        return torch.tensor(rows).reshape(count, 32) @ w[prefix + "position"]
    return 0


def sinusoid(index, column, width):
    wave = math.sin if column % 2 == 0 else math.cos
    return math.sqrt(2 / width) * wave(index / 10000 ** ((column - column % 2) / width))


def waves(x, y, wavelength):
    if not (math.isfinite(x) and math.isfinite(y)):
        return 32 * [0.0]
    angles = [2 * math.pi * 2**k / wavelength * place for place in (x, y) for k in range(8)]
    return [wave(angle) for angle in angles for wave in (math.sin, math.cos)]


def head_width(head):
    return len(head["labels"]) if head["kind"] == "continuous" else 1


def head_output(w, head, readout, vectors, tokens, mask):
    """What is read out of a continuous head's distributions, or log-probabilities of choices, -inf
    where they are forbidden."""
    name = "policy.head." + head["head"]
    if head["kind"] == "continuous":
        return linear(w, name, readout)[0]
    if head["kind"] == "categorical":
        logits = linear(w, name, readout)[0]
    else:
        keys = linear(w, name + ".key", vectors[candidates(head, tokens)])
        logits = keys @ linear(w, name + ".query", readout)[0] / math.sqrt(keys.shape[1])
    if mask is not None:
        logits = logits.masked_fill(~mask, -math.inf)
    return torch.log_softmax(logits, dim=0)


def candidates(head, tokens):
    """Their rows, type by type as the head lists them."""
    first = [0]
    for t in tokens:
        first.append(first[-1] + len(t.features))
    return [row for t in head["types"] for row in range(first[t], first[t + 1])]


def action_terms(w, policy, head, readout, output, taken):
    """The action's log-probability, and the entropy; 0 where nothing can be chosen."""
    if head["kind"] == "continuous":
        if policy["distribution"] == "beta":
            log_prob, entropy = beta_terms(output, taken)
        else:
            log_std = log_stds(w, policy, head, readout, output)
            log_prob, entropy = normal_terms(policy, output[: len(log_std)], log_std, taken)
        return log_prob.sum(), entropy.sum()
    allowed = output[output.isfinite()]
    if len(allowed) == 0:
        return torch.zeros(()), torch.zeros(())
    return output[int(taken[0])], -(allowed.exp() * allowed).sum()


def beta_terms(output, taken):
    """Of y = 2 x - 1 with x Beta; taken is y."""
    first, second = output.chunk(2)
    softplus = torch.nn.functional.softplus
    beta = torch.distributions.Beta(1 + softplus(first), 1 + softplus(second))
    return beta.log_prob((taken + 1) / 2) - math.log(2), beta_entropy(beta) + math.log(2)


def beta_entropy(beta):
    """beta.entropy(), but for the digits of its gradient."""
    a, b = beta.concentration1, beta.concentration0
    log_beta = torch.lgamma(a) + torch.lgamma(b) - torch.lgamma(a + b)
    return (
        log_beta - (a - 1) * digamma(a) - (b - 1) * digamma(b) + (a + b - 2) * digamma(a + b)
    )


def digamma(x):
    """torch.digamma is exact, but autograd's derivative of it is wrong by 1e-9 for x near 1 (PyTorch
    1.13), and not further out: psi(x) = psi(x + 20) - sum of 1 / (x + k)."""
    return torch.digamma(x + 20) - sum(1 / (x + k) for k in range(20))


def log_stds(w, policy, head, readout, output):
    """Of a normal number, [dimensions]."""
    count = head_width(head)
    if policy["deviation"] == "state":
        return output[count:]
    if policy["deviation"] == "fixed":
        return torch.full((count,), policy["initial_log_std"])
    log_std = w[f"policy.head.{head['head']}.log_std"]
    if policy["deviation"] == "learned":
        return log_std[0]
    z = readout if policy["learn_features"] else readout.detach()
    return 0.5 * torch.log(z**2 @ (2 * log_std).exp() + 1e-6)[0]


def normal_terms(policy, mean, log_std, taken):
    """Of u normal, or of y = tanh(u); taken is u."""
    normal = torch.distributions.Normal(mean, log_std.exp())
    if policy["distribution"] == "gaussian":
        return normal.log_prob(taken), normal.entropy()
    z = torch.arange(-6, 6.25, 0.5)  # The points of the entropy's sum.
    share = torch.softmax(-z * z / 2, dim=0)
    u = normal.mean[:, None] + normal.stddev[:, None] * z
    return normal.log_prob(taken) - log_slope(taken), normal.entropy() + log_slope(u) @ share


def log_slope(u):
    """log |d tanh(u) / du|"""
    return torch.distributions.transforms.TanhTransform().log_abs_det_jacobian(u, u.tanh())
