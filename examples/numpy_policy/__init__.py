"""A trained policy of Saccade in plain NumPy, after docs/checkpoints.md.

policy = Policy("runs/cartpole-1")
decision = policy.decide(Observation({"self": [Entity([0.1, 0.0, 0.02, 0.0])]}))
decision.action, decision.value, decision.heads, decision.attention

Of several kinds of agents each has a policy: Policy("runs/hunt-1", kind="predator").
"""

from .attention import rollout
from .checkpoint import Checkpoint, CheckpointError, find_checkpoint
from .observation import Entity, Image, Observation, Rays
from .policy import Decision, Policy
