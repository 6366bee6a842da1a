"""Distributions of continuous actions, in units in which [-1, 1] is the range.

Each function takes the two numbers that shape each dimension, and returns (best, mean, deviation):
the action taken when nothing is left to chance, then the moments of what is sampled
in training.
"""

import numpy as np

POINTS = np.arange(-6, 6.25, 0.5)  # Of a standard normal number, for means over it.
WEIGHTS = np.exp(-(POINTS**2) / 2) / np.exp(-(POINTS**2) / 2).sum()


def softplus(x):
    return np.logaddexp(0, x)


def gaussian(mean, log_std):
    """Normal; what lies beyond the range is clipped for the environment alone."""
    return mean, mean, np.exp(log_std)


def tanh_gaussian(mean, log_std):
    """tanh of a normal number; the best guess is the median."""
    y = np.tanh(mean[:, None] + np.exp(log_std)[:, None] * POINTS)
    centre = y @ WEIGHTS
    return np.tanh(mean), centre, np.sqrt(np.maximum(0, y**2 @ WEIGHTS - centre**2))


def beta(first, second):
    """y = 2 x - 1 with x Beta; the best guess is the mode."""
    a, b = softplus(first), softplus(second)  # What exceeds 1 of alpha and beta.
    mean = (1 + a) / (2 + a + b)
    variance = mean * (1 - mean) / (3 + a + b)
    both = np.where(a + b > 0, a + b, 1)
    mode = np.where(a + b > 0, a / both, 0.5)  # Both may be too small for a number.
    return 2 * mode - 1, 2 * mean - 1, 2 * np.sqrt(variance)


KINDS = {"gaussian": gaussian, "tanh_gaussian": tanh_gaussian, "beta": beta}
