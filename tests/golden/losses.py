"""The losses of docs/algorithms.md in PyTorch, of one sample, and what their columns report."""

import torch


def ppo(options, sample):
    """The loss to differentiate; the metrics in the order of docs/algorithms.md."""
    e, w = options["clip"], options["value_clip"]
    log_ratio = sample.log_prob - sample.old_log_prob
    r = log_ratio.exp()
    policy = -torch.minimum(r * sample.advantage, r.clamp(1 - e, 1 + e) * sample.advantage)
    if options.get("dual_clip", 0) > 0 and sample.advantage < 0:
        policy = torch.minimum(policy, -options["dual_clip"] * sample.advantage)
    value = (sample.value - sample.target) ** 2 / 2
    if w > 0:
        moved = sample.old_value + (sample.value - sample.old_value).clamp(-w, w)
        # Where the value has not moved as far, both are the same number: maximum() would share the
        # gradient between them, and it is the same as well.
        value = torch.maximum(value, (moved - sample.target) ** 2 / 2)
    loss = total(options, policy, value, sample.entropy)
    return loss, [policy, value, sample.entropy, r - 1 - log_ratio, (r - 1).abs() > e]


def a2c(options, sample):
    policy = -sample.advantage * sample.log_prob
    value = (sample.value - sample.target) ** 2 / 2
    return total(options, policy, value, sample.entropy), [policy, value, sample.entropy]


def vtrace(options, sample):
    """Importance weights are in the advantage: they are constants to the gradient."""
    policy = -sample.advantage * sample.log_prob
    value = (sample.value - sample.target) ** 2 / 2
    log_ratio = sample.log_prob - sample.old_log_prob
    r = log_ratio.exp()
    metrics = [policy, value, sample.entropy, r - 1 - log_ratio, r.clamp(max=options["clip_rho"])]
    return total(options, policy, value, sample.entropy), metrics


def total(options, policy, value, entropy):
    return policy + options["value_coefficient"] * value - options["entropy_coefficient"] * entropy


LOSSES = {"ppo": ppo, "a2c": a2c, "vtrace": vtrace}
