"""Records to a pyvis `Network`: what each kind looks like, and where everything stands."""

from graph.draw.network import network

__all__ = ["network"]
