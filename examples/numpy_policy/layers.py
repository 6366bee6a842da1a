"""Layers as functions of the checkpoint's arrays `w` (name -> array) and a layer's name."""

import numpy as np

EPSILON = 1e-5


def linear(w, name, x):
    """x W + b: [n x in] -> [n x out]; weights are stored [in x out], some layers have no bias."""
    y = x @ w[name + ".weight"]
    return y + w[name + ".bias"] if name + ".bias" in w else y


def normalise_rows(x):
    """Layer normalisation without gain and bias."""
    return (x - x.mean(axis=1, keepdims=True)) / np.sqrt(x.var(axis=1, keepdims=True) + EPSILON)


def layer_norm(w, name, x):
    return normalise_rows(x) * w[name + ".gain"] + w[name + ".bias"]


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


ACTIVATIONS = {"relu": lambda x: np.maximum(x, 0), "gelu": gelu, "tanh": np.tanh}


def mlp(w, name, activation, x):
    return linear(w, name + ".down", activation(linear(w, name + ".up", x)))


def hidden_layers(w, name, activation, x):
    """x <- f(x W + b) for layer 0, 1, ... of the name, however many there are."""
    layer = 0
    while f"{name}{layer}.weight" in w:
        x = activation(linear(w, f"{name}{layer}", x))
        layer += 1
    return x


def softmax(scores):
    """Over the last axis; a row of -inf alone gives zeros."""
    largest = scores.max(axis=-1, keepdims=True, initial=-np.inf)
    e = np.exp(scores - np.where(np.isfinite(largest), largest, 0))
    total = e.sum(axis=-1, keepdims=True)
    return np.divide(e, total, out=np.zeros_like(e), where=total > 0)
