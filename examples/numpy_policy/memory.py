"""What a policy remembers: the agent's vector x [1 x D] in the light of earlier steps.

Each function returns (y, state): y [1 x D] is what heads and value read, state what is handed to
the next step, None at the start of an episode.
"""

import numpy as np

from .layers import linear, normalise_rows, softmax


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gru(w, name, policy, x, state):
    """The gates r, z, n of torch.nn.GRUCell side by side; the state is h."""
    h = np.zeros_like(x) if state is None else state
    of_x = np.split(linear(w, name + ".input", x), 3, axis=1)
    of_h = np.split(h @ w[name + ".recurrent.weight"], 3, axis=1)
    r, z = sigmoid(of_x[0] + of_h[0]), sigmoid(of_x[1] + of_h[1])
    n = np.tanh(of_x[2] + r * (of_h[2] + w[name + ".recurrent.bias"]))
    h = (1 - z) * n + z * h
    return h, h


def lstm(w, name, policy, x, state):
    """The gates i, f, g, o of torch.nn.LSTMCell side by side; the state is (h, c)."""
    h, c = (np.zeros_like(x), np.zeros_like(x)) if state is None else state
    gates = linear(w, name + ".input", x) + h @ w[name + ".recurrent.weight"]
    i, f, g, o = np.split(gates, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    h = sigmoid(o) * np.tanh(c)
    return h, (h, c)


def attention(w, name, policy, x, state):
    """The state is a list of the last vectors, normalised, the oldest first."""
    length, heads = policy["memory_length"], policy["memory_heads"]
    seen = (state or []) + [normalise_rows(x)]
    e = np.concatenate(seen)  # [n x D]
    query = linear(w, name + ".query", seen[-1])
    keys = linear(w, name + ".key", e) + w[name + ".time"][-len(seen) :]  # The last row: now.
    values = linear(w, name + ".value", e)
    of_head = lambda rows: rows.reshape(len(rows), heads, -1).swapaxes(0, 1)  # [H x n x d]
    q, k, v = of_head(query), of_head(keys), of_head(values)
    weights = softmax(q @ k.swapaxes(1, 2) / np.sqrt(k.shape[2]))  # [H x 1 x n]
    mixed = (weights @ v).swapaxes(0, 1).reshape(1, -1)
    return x + linear(w, name + ".output", mixed), seen[-length:]


KINDS = {"none": lambda w, name, policy, x, state: (x, None)}
KINDS |= {"gru": gru, "lstm": lstm, "attention": attention}
