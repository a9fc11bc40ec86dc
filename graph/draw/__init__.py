"""Records to a pyvis `Network`: what each kind looks like, and where everything stands."""

from graph.draw.network import canvas_data, network, said_line
from graph.draw.place import Point, positions

__all__ = ["Point", "canvas_data", "network", "positions", "said_line"]
