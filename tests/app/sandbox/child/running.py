"""Running a program in the tests' own process, and beside CPython."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from app.sandbox.child.running import run_python
from app.sandbox.job import Job
from engine.run import Run

# An engine as the lecture ends up with, and what stands in front of many programs here.
ENGINE = """\
import math

class Value:

  def __init__(self, data, _children=(), _op='', label=''):
    self.data = data
    self.grad = 0.0
    self._backward = lambda: None
    self._prev = set(_children)
    self._op = _op
    self.label = label

  def __repr__(self):
    return f"Value(data={self.data})"

  def __add__(self, other):
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data + other.data, (self, other), '+')
    def _backward():
      self.grad += 1.0 * out.grad
      other.grad += 1.0 * out.grad
    out._backward = _backward
    return out

  def __mul__(self, other):
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data * other.data, (self, other), '*')
    def _backward():
      self.grad += other.data * out.grad
      other.grad += self.data * out.grad
    out._backward = _backward
    return out

  def __pow__(self, other):
    assert isinstance(other, (int, float))
    out = Value(self.data**other, (self,), f'**{other}')
    def _backward():
      self.grad += other * (self.data ** (other - 1)) * out.grad
    out._backward = _backward
    return out

  def __rmul__(self, other): return self * other
  def __radd__(self, other): return self + other
  def __truediv__(self, other): return self * other**-1
  def __neg__(self): return self * -1
  def __sub__(self, other): return self + (-other)

  def tanh(self):
    t = math.tanh(self.data)
    out = Value(t, (self,), 'tanh')
    def _backward():
      self.grad += (1 - t**2) * out.grad
    out._backward = _backward
    return out

  def backward(self):
    topo, visited = [], set()
    def build_topo(v):
      if v not in visited:
        visited.add(v)
        for child in v._prev:
          build_topo(child)
        topo.append(v)
    build_topo(self)
    self.grad = 1.0
    for node in reversed(topo):
      node._backward()

"""
# The same, with children in their order: of a set the order, and so the last bit, is chance in CPython too.
ORDERED = ENGINE.replace("set(_children)", "_children")
LINES = ENGINE.count("\n")


def ran(source: str, **words: object) -> Run:
    """The run of a program."""
    return run_python(Job(source, **words))  # type: ignore[arg-type]  # as the test gives them


def cpython(source: str, folder: Path, files: Mapping[str, str] | None = None) -> str:
    """What CPython prints for the same text, run as a file beside its files."""
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "main.py").write_text(source)
    done = subprocess.run(
        [sys.executable, "main.py"], cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={"PYTHONHASHSEED": "0"},
    )  # fmt: skip
    return done.stdout
