"""A scalar autograd engine that can be watched: ``ops → value → graph → autodiff``.

``Value`` is a drop-in for micrograd's. The engine knows nothing of the web or of drawing.
"""

from engine.autodiff import BackwardStep, backward, backward_steps, forward
from engine.collector import building
from engine.errors import EngineError, LimitError, ProgramError
from engine.graph import Edge, Frame, Graph
from engine.nn import MLP, Layer, Module, Neuron
from engine.value import Value

__all__ = [
    "MLP",
    "BackwardStep",
    "Edge",
    "EngineError",
    "Frame",
    "Graph",
    "Layer",
    "LimitError",
    "Module",
    "Neuron",
    "ProgramError",
    "Value",
    "backward",
    "backward_steps",
    "building",
    "forward",
]
