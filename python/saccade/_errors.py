"""The one exception of the package."""

from saccade._native import Error as Error  # Its name in messages is saccade.Error.

Error.__module__ = "saccade"
