"""A trained policy: from an observation to an action, its value and the reasons."""

from dataclasses import dataclass

import numpy as np

from .checkpoint import Checkpoint, CheckpointError, find_checkpoint
from .continuous import KINDS as DISTRIBUTIONS
from .encoders import encode, see_team
from .frame import to_agent
from .layers import ACTIVATIONS, hidden_layers, linear, softmax
from .memory import KINDS as MEMORIES
from .observation import normalise, tokens_of

# The configuration's keys that this program heeds, and the values that it knows; those after
# them are numbers and flags, or have no effect on what a trained policy does.
KNOWN = {
    "encoder": ("attention", "mean_pool", "max_pool", "mlp"),
    "activation": ("relu", "gelu", "tanh"),
    "embedding": ("linear", "mlp"),
    "position": ("none", "learned_index", "sinusoidal", "fourier"),
    "fusion": ("joint", "cross"),
    "frame": ("world", "position", "pose"),
    "memory": tuple(MEMORIES),
    "critic": ("own", "central"),
} | dict.fromkeys(
    "attention continuous width mlp_ratio parameters separate_value value_gain actor_hidden "
    "critic_hidden initial_log_std normalise_observations observation_clip image_patch "
    "position_relative position_wavelength memory_length memory_heads memory_sequence".split()
)
KNOWN_OF_ATTENTION = {
    "kind": ("dot_product", "additive", "linear", "top_k", "local", "cosine"),
} | dict.fromkeys("heads self_blocks scale k neighbours radius pair_bias pair_value dropout".split())
KNOWN_OF_CONTINUOUS = {
    "distribution": tuple(DISTRIBUTIONS),
    "deviation": ("learned", "fixed", "state", "gsde"),
} | dict.fromkeys(("noise_every", "learn_features"))
# What checkpoints mean that are older than the key.
OLDER = {
    "critic": "own",
    "observation_clip": 10,
    "embedding": "linear",
    "frame": "world",
    "continuous": {"distribution": "gaussian", "deviation": "learned"},
}


@dataclass
class Decision:
    action: list  # A number per head, or several of a continuous one: as the environment takes it.
    value: float  # Estimated discounted return; of a central critic, as if the agent were alone.
    # Name -> probabilities [choices], or (mean, deviation), which a gaussian has before it is
    # clipped; None of a head that is absent.
    heads: dict
    attention: list  # (layer, queries, keys, weights [heads x queries x keys]); tokens as numbers.


class Policy:
    """Plays what a checkpoint learned; of several kinds of agents, what those of one kind did.
    Arithmetic is in double precision."""

    def __init__(self, run, kind=None):
        checkpoint = Checkpoint(find_checkpoint(run))
        self.space, self.heads, tensors = checkpoint.of_kind(kind)
        self.config, self.env = OLDER | checkpoint.config["policy"], checkpoint.config["env"]
        self.wrap = checkpoint.config.get("wrap", {})  # What was wrapped around the environment.
        check_config(self.config)
        names = [name for name in tensors if not name.startswith("learner.")]
        self.w = {name: tensors[name].astype(float) for name in names}
        self.forget()

    def forget(self):
        """To be called when an episode begins."""
        self.states = {"policy.": None, "value.": None}

    def encode(self, part, tokens):
        """The agent's vector, the tokens' vectors and the attention of one encoder; remembers."""
        readout, vectors, attention = encode(self.w, part, self.config, tokens)
        remember = MEMORIES[self.config["memory"]]
        vector, self.states[part] = remember(
            self.w, part + "memory", self.config, readout, self.states[part]
        )
        return vector, vectors, attention

    def decide(self, observation):
        """The most likely action, and what it rests on: the next one of the episode."""
        tokens = tokens_of(self.space, observation, self.config["image_patch"])
        to_agent(self.space, self.config["frame"], tokens, observation.rays)
        if self.config["normalise_observations"]:
            for each in tokens:
                normalise(self.w, each, self.config["observation_clip"])
        seen = [each for each in tokens if not each.critic_only]
        readout, vectors, attention = self.encode("policy.", seen)
        value_readout = readout
        if self.config["separate_value"]:
            value_readout, _, _ = self.encode("value.", tokens)
        if self.config["critic"] == "central":
            value_readout = see_team(self.w, self.config, value_readout)
        activation = ACTIVATIONS[self.config["activation"]]
        readout = hidden_layers(self.w, "policy.hidden", activation, readout)
        value_readout = hidden_layers(self.w, "value.hidden", activation, value_readout)
        value = linear(self.w, "value.head", value_readout).item()
        decision = Decision([], value, {}, attention)
        for head in self.heads:
            if head["head"] in observation.absent_heads:
                decision.action += absent_action(head)
                decision.heads[head["head"]] = None
                continue
            mask = observation.masks.get(head["head"])
            action, reasons = self.choose(head, mask, readout, vectors, tokens)
            decision.action += action
            decision.heads[head["head"]] = reasons
        return decision

    def choose(self, head, mask, readout, vectors, tokens):
        """The most likely action of one head, as a list; and its distribution."""
        name = "policy.head." + head["head"]
        if head["kind"] == "continuous":
            distribution = DISTRIBUTIONS[self.config["continuous"]["distribution"]]
            shape = shape_of(self.w, name, self.config, readout, len(head["low"]))
            return choose_numbers(head, *distribution(*shape))
        if head["kind"] == "categorical":
            return choose_one(linear(self.w, name, readout)[0], mask)
        return choose_one(
            select_scores(self.w, name, readout, vectors[candidates(head, tokens)]), mask
        )


def absent_action(head):
    """What a head's numbers are in a step in which it takes no part."""
    return [0.0] * len(head["low"]) if head["kind"] == "continuous" else [-1]


def shape_of(w, name, policy, readout, dimensions):
    """The two numbers that shape each dimension's distribution, [dimensions] each."""
    outputs = linear(w, name, readout)[0]
    if len(outputs) == 2 * dimensions:  # Beta, or deviation = state.
        return outputs[:dimensions], outputs[dimensions:]
    if policy["continuous"]["deviation"] == "fixed":
        return outputs, np.full(dimensions, policy["initial_log_std"])
    log_std = w[name + ".log_std"]
    if policy["continuous"]["deviation"] == "gsde":
        return outputs, 0.5 * np.log(readout**2 @ np.exp(2 * log_std) + 1e-6)[0]
    return outputs, log_std[0]


def choose_numbers(head, best, mean, deviation):
    """From the policy's units, in which [-1, 1] is the range, to the environment's."""
    low, high = np.array(head["low"]), np.array(head["high"])
    middle, half = (low + high) / 2, (high - low) / 2
    action = middle + np.clip(best, -1, 1) * half
    return list(action), (middle + mean * half, deviation * half)


def choose_one(logits, mask):
    """The first of the most likely choices; -1 if there is none."""
    if mask is not None:
        logits = np.where(np.array(mask, bool), logits, -np.inf)
    any_allowed = np.isfinite(logits).any()
    return [int(np.argmax(logits)) if any_allowed else -1], softmax(logits)


def candidates(head, tokens):
    """The tokens that a select-entity head chooses among: type by type as it lists them."""
    counts = [0 if t.critic_only else len(t.features) for t in tokens]
    first = np.cumsum([0] + counts)
    return np.concatenate([np.arange(first[t], first[t + 1]) for t in head["types"]])


def select_scores(w, name, readout, vectors):
    """A scaled dot product of a query from the agent's vector with a key of each candidate's."""
    query = linear(w, name + ".query", readout)  # [1 x D]
    keys = linear(w, name + ".key", vectors)  # [candidates x D]
    return (query @ keys.T)[0] / np.sqrt(query.shape[1])


def check_config(policy):
    """Refuses what was added to Saccade after this program was written."""
    check_keys("policy", policy, KNOWN)
    check_keys("policy.attention", policy["attention"], KNOWN_OF_ATTENTION)
    check_keys("policy.continuous", policy["continuous"], KNOWN_OF_CONTINUOUS)


def check_keys(section, found, known):
    for key, value in found.items():
        if key not in known:
            raise CheckpointError(f"{section}.{key}: this program does not know what it means")
        if known[key] is not None and value not in known[key]:
            wanted = ", ".join(known[key])
            raise CheckpointError(f"{section}.{key}: found {value}, wanted one of {wanted}")
