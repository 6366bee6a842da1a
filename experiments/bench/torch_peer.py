#!/usr/bin/env python3
"""The PyTorch peer of `saccade bench train`: the same network, the same PPO, the same random entities.

One process on the CPU, float32.  The environment is a random number generator, so what is measured is
inference during the rollout plus the PPO update.  `--json` prints one JSON object; the figure is the
median over the iterations after the first.

Network: one linear embedding for the agent and one for the other entities; pre-LN blocks of multi-head
attention and an MLP of twice the width with ReLU; layer normalisation of the agent's token; linear
action and value heads.  With --readout-only the last block computes query, output and MLP for the
agent's token alone.  The result is the same, since no other token is read, and the comparison is fair.
"""
import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional

GAMMA, GAE_LAMBDA, CLIP = 0.99, 0.95, 0.2
VALUE_COEFFICIENT, ENTROPY_COEFFICIENT, MAX_GRAD_NORM = 0.5, 0.01, 0.5
END_PROBABILITY = 0.005


class Block(nn.Module):
    """Pre-LN attention and MLP, each with a residual connection."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width)
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.output = nn.Linear(width, width)
        self.mlp_norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)

    def split(self, x):
        """[batch, tokens, width] -> [batch, heads, tokens, width / heads]"""
        batch, tokens, width = x.shape
        return x.view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)

    def forward(self, x, agent_only):
        y = self.attention_norm(x)
        key, value = self.key_value(y).chunk(2, dim=-1)
        if agent_only:
            x, y = x[:, :1], y[:, :1]
        query, key, value = self.split(self.query(y)), self.split(key), self.split(value)
        if hasattr(functional, "scaled_dot_product_attention"):
            mixed = functional.scaled_dot_product_attention(query, key, value)
        else:
            scores = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5
            mixed = torch.softmax(scores, dim=-1) @ value
        x = x + self.output(mixed.transpose(1, 2).reshape(x.shape))
        return x + self.down(functional.relu(self.up(self.mlp_norm(x))))


class Policy(nn.Module):
    def __init__(self, options):
        super().__init__()
        width = options.width
        self.embed_self = nn.Linear(options.features, width)
        self.embed_other = nn.Linear(options.features, width)
        self.blocks = nn.ModuleList(Block(width, options.heads) for _ in range(options.blocks))
        self.norm = nn.LayerNorm(width)
        self.action = nn.Linear(width, options.actions)
        self.value = nn.Linear(width, 1)
        self.readout_only = options.readout_only

    def forward(self, entities):
        x = torch.cat([self.embed_self(entities[:, :1]), self.embed_other(entities[:, 1:])], dim=1)
        for i, block in enumerate(self.blocks):
            x = block(x, self.readout_only and i + 1 == len(self.blocks))
        agent = self.norm(x[:, 0])
        return self.action(agent), self.value(agent)[:, 0]


def log_prob_and_entropy(logits, actions):
    """Without torch.distributions, whose argument checks would slow PyTorch down."""
    log_probs = torch.log_softmax(logits, dim=-1)
    chosen = log_probs.gather(-1, actions.unsqueeze(-1)).squeeze(-1)
    return chosen, -(log_probs.exp() * log_probs).sum(-1)


@torch.no_grad()
def rollout(policy, o):
    """Random entities, sampled actions, and the advantages of random rewards."""
    observations = torch.rand(o.horizon, o.envs, o.entities, o.features)
    actions = torch.zeros(o.horizon, o.envs, dtype=torch.int64)
    log_probs, values = torch.zeros(o.horizon, o.envs), torch.zeros(o.horizon + 1, o.envs)
    for t in range(o.horizon):
        logits, values[t] = policy(observations[t])
        actions[t] = torch.multinomial(torch.softmax(logits, dim=-1), 1).squeeze(-1)
        log_probs[t], _ = log_prob_and_entropy(logits, actions[t])
    values[o.horizon] = policy(torch.rand(o.envs, o.entities, o.features))[1]
    rewards = torch.rand(o.horizon, o.envs)
    running = (torch.rand(o.horizon, o.envs) >= END_PROBABILITY).float()
    advantages, advantage = torch.zeros(o.horizon, o.envs), torch.zeros(o.envs)
    for t in reversed(range(o.horizon)):
        delta = rewards[t] + GAMMA * values[t + 1] * running[t] - values[t]
        advantage = delta + GAMMA * GAE_LAMBDA * running[t] * advantage
        advantages[t] = advantage
    returns = advantages + values[:-1]
    return [x.flatten(0, 1) for x in (observations, actions, log_probs, advantages, returns)]


def update(policy, optimiser, samples, o):
    size = o.horizon * o.envs
    for _ in range(o.epochs):
        for indices in torch.randperm(size).split(size // o.minibatches):
            observations, actions, old_log_probs, advantages, returns = (x[indices] for x in samples)
            logits, values = policy(observations)
            log_probs, entropy = log_prob_and_entropy(logits, actions)
            ratio = (log_probs - old_log_probs).exp()
            advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
            clipped = ratio.clamp(1 - CLIP, 1 + CLIP)
            policy_loss = -torch.min(advantages * ratio, advantages * clipped).mean()
            value_loss = 0.5 * (values - returns).pow(2).mean()
            loss = (policy_loss + VALUE_COEFFICIENT * value_loss
                    - ENTROPY_COEFFICIENT * entropy.mean())
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(policy.parameters(), MAX_GRAD_NORM)
            optimiser.step()


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    defaults = dict(entities=16, features=8, width=64, heads=4, blocks=1, actions=5, envs=64,
                    horizon=128, epochs=4, minibatches=4, iterations=6, threads=2)
    for name, default in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--readout-only", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main():
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    policy = Policy(options)
    optimiser = torch.optim.Adam(policy.parameters(), lr=3e-4, eps=1e-5)
    rollouts, updates = [], []
    for _ in range(options.iterations + 1):
        start = time.perf_counter()
        samples = rollout(policy, options)
        middle = time.perf_counter()
        update(policy, optimiser, samples, options)
        rollouts.append(middle - start)
        updates.append(time.perf_counter() - middle)
    totals = [a + b for a, b in zip(rollouts[1:], updates[1:])]
    rate = options.horizon * options.envs / statistics.median(totals)
    if options.json:
        print(json.dumps({"env_steps_per_second": rate,
                          "rollout_seconds": statistics.median(rollouts[1:]),
                          "update_seconds": statistics.median(updates[1:]),
                          "torch": torch.__version__, **vars(options)}))
    else:
        print(f"{rate:.0f} environment steps per second, torch {torch.__version__}, "
              f"{options.threads} threads")


main()
