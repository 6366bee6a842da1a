"""Writes a fixture for every case: FOLDER/<case>.safetensors.  Run by `make` beside it.

What a file holds:
  metadata                    settings (lines as after --set), observation, action (JSON), layers
  input.*                     a batch of three samples: features, motion, masks, actions
  parameter.<name>            the network's parameters
  output.*                    values, log-probabilities of choices or means, attention weights, of
                              the actions taken log-probability and entropy
  loss.<loss>.*               for each loss what was recorded, the sums of its metrics and
                              gradient.<name>, that of the mean over the samples
"""

import json
import pathlib
import sys
import zlib
from dataclasses import dataclass
from types import SimpleNamespace

import torch

from attention import Tie
from cases import all_cases, inputs_of, text
from losses import LOSSES
from network import Tokens, run, values
from parameters import make_parameters, token_name
from safetensors_file import write

SAMPLES = 3


@dataclass
class Sample:
    """One sample as a loss sees it."""

    log_prob: torch.Tensor
    entropy: torch.Tensor
    value: torch.Tensor
    old_log_prob: torch.Tensor
    old_value: torch.Tensor
    advantage: torch.Tensor
    target: torch.Tensor


def tokens_of(case, inputs, s):
    return [
        Tokens(
            token_name(entry),
            part(inputs, f"input.{token_name(entry)}", "features", s).double(),
            part(inputs, f"input.{token_name(entry)}", "motion", s).double(),
            "rays" in entry,
        )
        for entry in case.space
    ]


def part(inputs, name, what, s):
    offsets = inputs[name + ".offsets"]
    return inputs[f"{name}.{what}"][offsets[s] : offsets[s + 1]]


def masks_of(case, inputs, s):
    masks = {h["head"]: part(inputs, "input." + h["head"], "mask", s).bool() for h in case.heads}
    return {name: mask for name, mask in masks.items() if len(mask) > 0}


def forward(case, w, inputs):
    samples = [
        run(w, case.policy, case.heads, tokens_of(case, inputs, s), masks_of(case, inputs, s),
            inputs["input.actions"][s].double())
        for s in range(SAMPLES)
    ]  # fmt: skip
    of_samples = zip(samples, values(w, case.policy, samples))
    return [SimpleNamespace(**vars(sample), value=value) for sample, value in of_samples]


def outputs_of(case, samples):
    tensors = {
        "output.value": torch.stack([sample.value for sample in samples]),
        "output.log_prob": torch.stack([sample.log_prob for sample in samples]),
        "output.entropy": torch.stack([sample.entropy for sample in samples]),
    }
    for head in case.heads:
        name = head["head"]
        tensors["output." + name] = torch.cat([sample.heads[name] for sample in samples])
    for s, sample in enumerate(samples):
        for i, (_, weights) in enumerate(sample.attention):
            tensors[f"output.attention.{s}.{i}"] = weights
    return tensors


def recorded_of(recorded, samples):
    """What stood in the rollout, [samples] each."""

    def now(name):
        return torch.stack([getattr(sample, name).detach() for sample in samples])

    def column(name):
        return torch.tensor(recorded[name], dtype=torch.float64)

    return {
        "old_log_probs": now("log_prob") - column("log_ratio"),
        "old_values": now("value") - column("value_change"),
        "advantages": column("advantages"),
        "returns": now("value") - column("error"),
    }


def loss_of(name, case, w, samples):
    """The tensors of one loss: what was recorded, metrics, gradients."""
    algorithm, options, recorded = case.losses[name]
    batch = recorded_of(recorded, samples)
    losses, metrics = [], []
    for s, now in enumerate(samples):
        old = [batch[key][s] for key in ("old_log_probs", "old_values", "advantages", "returns")]
        loss, reported = LOSSES[algorithm](
            options, Sample(now.log_prob, now.entropy, now.value, *old)
        )
        losses.append(loss)
        metrics.append(torch.stack([torch.as_tensor(m).double() for m in reported]))
    mean = torch.stack(losses).mean()
    gradients = torch.autograd.grad(mean, list(w.values()), retain_graph=True, allow_unused=True)
    tensors = batch | {"metrics": torch.stack(metrics).sum(0)}
    for (parameter, value), gradient in zip(w.items(), gradients):
        tensors["gradient." + parameter] = torch.zeros_like(value) if gradient is None else gradient
    return {f"loss.{name}.{key}": value for key, value in tensors.items()}


def settings_of_loss(algorithm, options):
    return [f"algorithm={algorithm}"] + [
        f"{algorithm}.{key}={text(value)}" for key, value in options.items()
    ]


def write_case(case, folder, seed):
    inputs = inputs_of(case, seed)
    w = make_parameters(case.policy, case.space, case.heads, seed)
    tensors = inputs | {"parameter." + name: value.float() for name, value in w.items()}
    for value in w.values():
        value.requires_grad_()
    samples = forward(case, w, inputs)
    tensors |= outputs_of(case, samples)
    metadata = {
        "settings": "\n".join(case.settings()),
        "observation": json.dumps(case.space),
        "action": json.dumps(case.heads),
        "layers": json.dumps([label for label, _ in samples[0].attention]),
        "losses": json.dumps(list(case.losses)),
    }
    for name, (algorithm, options, _) in case.losses.items():
        tensors |= loss_of(name, case, w, samples)
        metadata["loss." + name] = "\n".join(settings_of_loss(algorithm, options))
    write(folder / (case.name + ".safetensors"), metadata, tensors)


def write_with_some_seed(case, folder):
    """The seed is of the name, so that a new case leaves the others as they are."""
    seed = zlib.crc32(case.name.encode())
    while True:
        try:
            return write_case(case, folder, seed)
        except Tie:
            seed += 1


def main():
    torch.set_default_dtype(torch.float64)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for case in all_cases():
        write_with_some_seed(case, folder)
    files = list(folder.glob("*.safetensors"))
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{len(files)} fixtures, {size:.2f} MB in {folder}, PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
