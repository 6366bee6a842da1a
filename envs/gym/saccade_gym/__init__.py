"""The worker processes in which Saccade steps environments of Gymnasium and PettingZoo: gym:ID.

docs/gym.md says what becomes of spaces, docs/socket.md what the frames hold.
"""
