"""Small faults put into the engine and the sandbox, one at a time, to see whether a test notices: see tools/mutants.py.

Each is an exact piece of a file, which is there once, and what replaces it. Beside each file are the tests
that are asked.
"""

from __future__ import annotations

from typing import NamedTuple


class Module(NamedTuple):
    """A file, the tests that are asked about it, and the faults."""

    file: str
    tests: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]


# The check of own engines: what it says of engines with a mistake, and that it says nothing of right ones.
_OWN_TESTS = ("tests/engine/foreign/own/test_examine.py", "tests/engine/foreign/own/test_quiet.py")

MODULES = (
    Module(
        "engine/ops.py",
        ("tests/engine/test_ops.py", "tests/engine/test_op_texts.py"),
        (
            (
                "        return self.partials[slot](out, *arguments)",
                "        return self.partials[0](out, *arguments)",
            ),
            ("self.partials[0](out, arguments[slot])", "self.partials[0](out, arguments[0] + 0.0 * slot)"),
            ("return self.rules[0 if self.arity is None else slot]", "return self.rules[0]"),
            ("if a == 0.0 or a != a:\n        return NAN", "if a == 0.0:\n        return NAN"),
            ("return math.copysign(INF, a) * math.copysign(1.0, b)", "return math.copysign(INF, a)"),
            ("return math.copysign(INF, x) if _odd(y) else INF", "return INF"),
            ("if x < 0.0 and x != -INF and y - y == 0.0", "if x < 0.0 and y - y == 0.0"),
            ("x != -INF and y - y == 0.0 and", "x != -INF and"),
            ("return -INF if x < 0.0 and _odd(y) else INF", "return INF"),
            ("return y % 2.0 == 1.0", "return y % 2.0 != 0.0"),
            (
                "def _neg(a: float) -> float:\n    return -a",
                "def _neg(a: float) -> float:\n    return 0.0 - a",
            ),
            ("return INF if a > EXP_MAX else math.exp(a)", "return INF if a > 709.0 else math.exp(a)"),
            (
                "return INF if a > EXP_MAX else math.expm1(a)",
                "return INF if a > EXP_MAX else math.exp(a) - 1.0",
            ),
            ("return -INF if a == 0.0 else NAN", "return NAN"),
            ("return -INF if a == -1.0 else NAN", "return -INF if a <= -1.0 else NAN"),
            (
                "return math.sqrt(a) if a >= 0.0 else NAN",
                "return math.sqrt(a) if a > 0.0 else 0.0 if a == 0.0 else NAN",
            ),
            ("return math.fabs(a)\n", "return a if a > 0.0 else -a\n"),
            ("return math.sin(a) if a - a == 0.0 else NAN", "return math.sin(a) if a - a == 0.0 else 0.0"),
            ("return math.cos(a) if a - a == 0.0 else NAN", "return math.cos(a) if a < INF else NAN"),
            (
                "return math.asin(a) if -1.0 <= a <= 1.0 else NAN",
                "return math.asin(a) if -1.0 < a < 1.0 else NAN",
            ),
            ("return math.copysign(INF, a) if a == a else NAN", "return math.copysign(INF, a)"),
            ("return INF if a == a else NAN", "return INF"),
            (
                "    if a >= 0.0:\n        return 1.0 / (1.0 + math.exp(-a))",
                "    if a >= -900.0:\n        return 1.0 / (1.0 + math.exp(-a))",
            ),
            ("return 0.0 if a <= 0.0 else a", "return 0.0 if a < 0.0 else a"),
            ("return (0.0 if a <= 0.0 else a) + math.log1p", "return (0.0 if a <= 1.0 else a) + math.log1p"),
            ("math.log1p(math.exp(-math.fabs(a)))", "math.log(1.0 + math.exp(-math.fabs(a)))"),
            (
                "    if a != a or b != b:\n        return NAN\n    return a if a >= b else b",
                "    if b != b:\n        return NAN\n    return a if a >= b else b",
            ),
            ("return a if a >= b else b", "return a if a > b else b"),
            ("return a if a <= b else b", "return a if a < b else b"),
            ("    result = start", "    result = terms[0]"),
            ("return 0.0 if y == 0.0 else y * _pow(x, y - 1.0)", "return y * _pow(x, y - 1.0)"),
            (
                "return 0.0 if x == 0.0 and y >= 0.0 else out * _log(x)",
                "return 0.0 if x == 0.0 else out * _log(x)",
            ),
            ("return 1.0 if a > 0.0 else -1.0 if a < 0.0 else 0.0", "return 1.0 if a >= 0.0 else -1.0"),
            ("return INF if out == 0.0 else 0.5 / out", "return 0.0 if out == 0.0 else 0.5 / out"),
            ("return 0.0 if a < b else 0.5 if a == b else 1.0", "return 0.0 if a < b else 1.0"),
            ("lambda out, a, b: -1.0),", "lambda out, a, b: 1.0),"),
            ("lambda out, a, b: -_div(out, b)),", "lambda out, a, b: -_div(a, b)),"),
            ('"∂(a−b)/∂b = −1"', '"∂(a−b)/∂b = 1"'),
            ("∂(a/b)/∂b = −a/b²", "∂(a/b)/∂b = −a/b"),
            ("b·aᵇ⁻¹", "b·aᵇ"),
            ("∂acos(a)/∂a = −1/√(1−a²)", "∂acos(a)/∂a = 1/√(1−a²)"),
            ("∂tanh(a)/∂a = 1 − tanh²(a)", "∂tanh(a)/∂a = 1 − tanh(a)"),
            ("∂max(a,b)/∂b = 1 if b > a", "∂max(a,b)/∂b = 1 if a > b"),
            ('"exp(a) − 1"', '"exp(a)"'),
            ("(lambda out, a: 0.0 if a <= 0.0 else 1.0,)", "(lambda out, a: 0.0 if a < 0.0 else 1.0,)"),
            ("(lambda out, a: _sigmoid(a),)", "(lambda out, a: 1.0 - math.exp(-out),)"),
            ("math.exp(-(a * a))", "math.exp(-a)"),
        ),
    ),
    Module(
        "engine/autodiff.py",
        ("tests/engine/test_autodiff.py", "tests/engine/test_graph.py", "tests/engine/test_value.py"),
        (
            ("    values = list(data)\n    for i, inputs", "    values = data\n    for i, inputs"),
            (
                "        if inputs:\n            values[i]",
                "        if inputs and values[i] == values[i]:\n            values[i]",
            ),
            (
                "    values = list(data)\n    for i, inputs in enumerate(graph.inputs):",
                "    values = list(data)\n    for i, inputs in enumerate(graph.inputs[:-1]):",
            ),
            (
                "None if graph.ops[j] is CONSTANT else op.partial(slot, data[node], arguments)",
                "op.partial(slot, data[node], arguments)",
            ),
            ("grad[output] += 1.0", "grad[output] = 1.0"),
            ("    grad[output] += 1.0\n    step = 1", "    grad[output] += 1.0\n    step = 0"),
            ("            if graph.ops[j] is CONSTANT:\n                continue\n", ""),
            ("            grad[j] = before + contribution", "            grad[j] = contribution"),
            ("contribution = upstream * partial", "contribution = partial"),
            ("for i in range(output, -1, -1):", "for i in range(output - 1, -1, -1):"),
            (
                "for slot, j in enumerate(inputs):\n            if graph.ops[j]",
                "for slot, j in list(enumerate(inputs))[::-1]:\n            if graph.ops[j]",
            ),
            (
                "upstream, partial, contribution, before, grad[j])",
                "upstream, partial, contribution, before, contribution)",
            ),
        ),
    ),
    Module(
        "engine/graph.py",
        ("tests/engine/test_graph.py", "tests/engine/test_autodiff.py"),
        (
            ("                seen.add(id(source))\n", ""),
            ("for source in rest:", "for source in reversed(list(rest)):"),
            (
                "self.labels = tuple(node.label for node in nodes)",
                "self.labels = tuple(node.label.strip() for node in nodes)",
            ),
            ("return len(self.ops) - 1", "return 0"),
            ("yield Edge(source, target, slot)", "yield Edge(source, target, 0)"),
            (
                "found[edge.source].append((edge.target, edge.slot))",
                "found[edge.source] = [(edge.target, edge.slot)]",
            ),
            ("if op is LEAF)", "if op is LEAF or op is CONSTANT)"),
            ("return self.ops[node] is CONSTANT", "return not self.inputs[node]"),
            ("        if text in self.ids:\n            return self.ids[text]\n", ""),
            ("node = parse_id(text, len(self))", "node = parse_id(text, len(self) + 1)"),
            (
                "{label: i for i, label in enumerate(self.labels) if label}",
                "{label: i for i, label in reversed(list(enumerate(self.labels))) if label}",
            ),
            ('path = path.rpartition("/")[0]', 'path = path.partition("/")[0] if "/" in path else ""'),
            ('f"{op.name}{inputs}{label!r}{group!r}\\n"', 'f"{op.name}{label!r}{group!r}\\n"'),
            ('f"{op.name}{inputs}{label!r}{group!r}\\n"', 'f"{inputs}{label!r}{group!r}\\n"'),
            ('f"{op.name}{inputs}{label!r}{group!r}\\n"', 'f"{op.name}{inputs}{label!r}\\n"'),
            ('f"{op.name}{inputs}{label!r}{group!r}\\n"', 'f"{op.name}{inputs}{group!r}\\n"'),
            ('f"{op.name}{inputs}{label!r}{group!r}\\n"', "f\"{op.name}{inputs}'{label}''{group}'\\n\""),
        ),
    ),
    Module(
        "engine/names.py",
        ("tests/engine/test_names.py", "tests/engine/test_graph.py"),
        (
            ("not digits.isdecimal() or", "not digits or"),
            ("len(digits) > _DIGITS", "len(digits) > _DIGITS + 1"),
            ("if text == node_id(node) and", "if"),
            ("node < count", "node <= count"),
            ('f"{group}/{label}" if group else label', 'f"{group}/{label}"'),
            ("self._last.get(base, 1) + 1", "self._last.get(base, 0) + 1"),
            ("        self._taken.add(name)\n", ""),
            ("        while name in self._taken:", "        if name in self._taken:"),
        ),
    ),
    Module(
        "engine/gradcheck.py",
        ("tests/engine/test_gradcheck.py", "tests/engine/explain/test_nudge.py"),
        (
            ('ORDER = {"forward": 1 / 2, "central": 1 / 3}', 'ORDER = {"forward": 1 / 3, "central": 1 / 2}'),
            ("max(1.0, math.fabs(x))", "1.0"),
            ("return (x + h) - x if math.isfinite(x) else h", "return h"),
            ("return (f(x + h) - f(x)) / h", "return (f(x) - f(x - h)) / h"),
            ("/ (2.0 * h)", "/ h"),
            ("absolute = math.fabs(grad - fd)", "absolute = grad - fd"),
            ("scale = max(math.fabs(grad), math.fabs(fd))", "scale = math.fabs(grad)"),
            ("absolute / scale if scale != 0.0 else absolute", "absolute / scale if scale != 0.0 else 1.0"),
            ("fd = difference(output_at(leaf), data[leaf], h, method)", "fd = grads[leaf]"),
            (
                "checks[name] = compare(grads[leaf], fd, h, method)",
                'checks[name] = compare(grads[leaf], fd, h, "central")',
            ),
            ("fd = difference(value_at(slot), x, h, method)", "fd = difference(value_at(0), x, h, method)"),
        ),
    ),
    Module(
        "engine/operators.py",
        ("tests/engine/test_value.py", "tests/engine/test_nn.py"),
        (
            (
                "return self._make(entry, (first, self), value(first.data, self.data))",
                "return self._make(entry, (self, first), value(first.data, self.data))",
            ),
            (
                "            except (OverflowError, ValueError):\n                return general(self, other)\n            other = blank()",
                "            except OverflowError:\n                return general(self, other)\n            other = blank()",
            ),
            ("        made.inputs = (first, self)", "        made.inputs = (self, first)"),
        ),
    ),
    Module(
        "engine/value.py",
        ("tests/engine/test_value.py", "tests/engine/test_nn.py"),
        (
            (
                "    if kind is not int and not isinstance(data, Real):",
                "    if kind is not int and not isinstance(data, (Real, str)):",
            ),
            ("return self._make(CONSTANT, (), number(data))", "return self._make(LEAF, (), number(data))"),
            ("                node.grad += grad\n", "                node.grad = grad\n"),
            (
                "            else:\n                node.grad = grad\n",
                "            else:\n                node.grad += grad\n",
            ),
            (
                "            if source.op is not CONSTANT:\n                source.grad +=",
                "            if True:\n                source.grad +=",
            ),
            ("source.grad += self.grad * self.op", "source.grad = self.grad * self.op"),
            ('return f"**{self.inputs[1].data:g}"', 'return "**"'),
            ("    if isinstance(start, Value) or start != 0:", "    if isinstance(start, Value):"),
            ("        terms.insert(0, start)", "        terms.append(start)"),
            ("return SUM.value(*terms) if terms else 0", "return SUM.value(*terms[1:])"),
            ("        made = _new(self.__class__)", "        made = _new(Value)"),
        ),
    ),
    Module(
        "engine/explain/kinks.py",
        ("tests/engine/explain/test_nudge.py",),
        (
            ("return bool(self.at or self.between)", "return bool(self.at)"),
            (
                "    for i in range(node + 1, len(graph)):\n        if not found",
                "    for i in range(node + 1, len(graph) - 1):\n        if not found",
            ),
            ("return tuple(sorted(found - {node}))", "return tuple(sorted(found))"),
            ("    values[node] = x\n", ""),
            (
                "return 0.0 - self._push(values, -1.0), self._push(values, 1.0)",
                "return -self._push(values, -1.0), self._push(values, 1.0)",
            ),
            (
                "op.kink is not None and self.side(i, values) == 0.0",
                "op.kink is not None and self.side(i, values) >= 0.0",
            ),
            ("            if side == 0.0 or side != side:\n                continue\n", ""),
            ("return left != right\n", "return False\n"),
            (
                "tuple(i for i in line.bent if line.side(i, data) == 0.0) if differ(left, right) else ()",
                "tuple(i for i in line.bent if line.side(i, data) == 0.0)",
            ),
            ("((below, x), (x, above)) if low < high", "((x, above),) if low < high"),
            ("max(math.fabs(left), math.fabs(right), scale)", "max(math.fabs(left), math.fabs(right))"),
            (
                "            low, high = (middle, high) if (side < 0.0) == is_below else (low, middle)",
                "            low, high = (low, middle) if (side < 0.0) == is_below else (middle, high)",
            ),
        ),
    ),
    Module(
        "engine/explain/nudge.py",
        ("tests/engine/explain/test_nudge.py",),
        (
            ("if x + h == x or (method", "if (method"),
            ('(method == "central" and x - h == x)', "False"),
            (
                "moved = held(graph, data, node, x + h, order)",
                "moved = held(graph, data, node, x - h, order)",
            ),
            ('below=output_at(x - h) if method == "central" else None', "below=None"),
            ("for i in (node, *order) if not", "for i in order if not"),
            ("return one == other or (one != one and other != other)", "return one == other"),
            ('x - h if method == "central" else x, x + h)', "x, x + h)"),
            (
                "    if graph.is_constant(node):\n        raise ConstantError(",
                "    if False:\n        raise ConstantError(",
            ),
            ("    if not math.isfinite(x):\n        raise", "    if math.isnan(x):\n        raise"),
        ),
    ),
    Module(
        "engine/explain/paths.py",
        ("tests/engine/explain/test_paths.py",),
        (
            ("ways[i] = min(found, UNCOUNTED)", "ways[i] = found"),
            ("for j in graph.inputs[i] if j in ways)", "for j in set(graph.inputs[i]) if j in ways)"),
            ("        if found and edges < 0:", "        if edges < 0:"),
            ("edges -= len(slots)", "edges -= 1"),
            ("islice(_walk(graph, node), limit)", "_walk(graph, node)"),
            ("key=lambda use: (-use[0], use[1])", "key=lambda use: (use[0], use[1])"),
            ("    for partial in reversed(along):", "    for partial in along[1:]:"),
            ("            slots.append(slot)\n", "            slots.append(0)\n"),
            ("    _check(graph, node)\n    ways", "    ways"),
        ),
    ),
    Module(
        "engine/explain/bugs.py",
        ("tests/engine/explain/test_bugs.py",),
        (
            (
                "        if pass_ > 0:\n            zero_grads",
                "        if pass_ > 1:\n            zero_grads",
            ),
            ("step._replace(step=taken)", "step"),
            ('"no_zero_grad" in bugs if op is LEAF', '"no_zero_grad" in bugs if op is not LEAF'),
            ("    grad[output] = 1.0\n", "    grad[output] += 1.0\n"),
            ('contribution if "assign" in bugs else before + contribution', "before + contribution"),
            ("waiting.extend(reversed(graph.inputs[node]))", "waiting.extend(graph.inputs[node])"),
            ("        if node not in seen:\n", "        if True:\n"),
        ),
    ),
    Module(
        "app/sandbox/restrictions/seccomp.py",
        ("tests/app/sandbox/restrictions/test_seccomp.py",),
        (
            (
                "    yield _EQUAL, 1, 0, _ARCHITECTURE[machine]",
                "    yield _EQUAL, 1, 1, _ARCHITECTURE[machine]",
            ),
            ("        yield _AT_LEAST, 0, 1, _X32", "        yield _AT_LEAST, 0, 1, _X32 + 1"),
            ("number is not None and (opens or not each.opens)", "number is not None"),
            (
                "    yield _RETURN, 0, 0, REFUSE\n\n\ndef _block",
                "    yield _RETURN, 0, 0, ALLOW\n\n\ndef _block",
            ),
            ("    yield _EQUAL, 0, len(body), number", "    yield _EQUAL, 0, len(body) - 1, number"),
            ("    lower = 16 + 8 * condition.argument", "    lower = 16 + 4 * condition.argument"),
            (
                "zip(range(len(values), 0, -1), values, strict=True)",
                "zip(range(len(values) - 1, -1, -1), values, strict=True)",
            ),
            ("yield _ANY_BIT, 0, 1, bits", "yield _ANY_BIT, 1, 0, bits"),
            ("yield _EQUAL, 1, 0, _OWN", "yield _EQUAL, 1, 1, _OWN"),
            ("            yield _EQUAL, 0, 2, 0\n", "            yield _EQUAL, 2, 2, 0\n"),
            ("yield _LOAD, 0, 0, lower + 4", "yield _LOAD, 0, 0, lower"),
        ),
    ),
    Module(
        "app/sandbox/restrictions/calls.py",
        ("tests/app/sandbox/restrictions/test_seccomp.py",),
        (
            (
                'Call("kill", 62, 129, "os.kill, to itself", (OwnProcess(0),))',
                'Call("kill", 62, 129, "os.kill, to itself")',
            ),
            ("(OneOf(0, (0,)), Null(2))", "(OneOf(0, (0,)),)"),
            ("for operation in (0, 1, 9, 10)", "for operation in (0, 1, 3, 9, 10)"),
            ("(OneOf(2, (4, 8, 14, 15)),)", "(OneOf(2, (4, 8, 12, 14, 15)),)"),
            ("tuple(range(12))", "tuple(range(13))"),
            ("os.O_RDONLY | os.O_CLOEXEC", "os.O_WRONLY | os.O_CLOEXEC"),
            (
                'Call("openat", 257, 56, "imports", (Without(2, _NOT_READ_ONLY),), opens=True)',
                'Call("openat", 257, 56, "imports", (Without(2, _NOT_READ_ONLY),))',
            ),
            ("_HUGE_PAGES: Final = 0x40000", "_HUGE_PAGES: Final = 0x80000"),
        ),
    ),
    Module(
        "app/sandbox/frames.py",
        ("tests/app/sandbox/test_frames.py",),
        (
            ("        if size > self._frame_bytes:", "        if size > 2 * self._frame_bytes:"),
            ("self._events_left -= end + EVENT_COST", "self._events_left -= end"),
            ("if self._events_left < 0:", "if self._events_left < -EVENT_COST:"),
            ("pthread_sigmask(SIG_BLOCK, valid_signals())", "pthread_sigmask(SIG_BLOCK, ())"),
            ("            del self._buffer[:end]", "            del self._buffer[: end + 1]"),
            ("            if len(self._buffer) < end:", "            if len(self._buffer) <= end:"),
        ),
    ),
    Module(
        "engine/foreign/own/compare.py",
        ("tests/engine/foreign/own/test_compare.py", *_OWN_TESTS),
        (
            (
                "        if not self.takes[node]:\n            return False",
                "        if not self.takes[node]:\n            return True",
            ),
            ("return not abs(grad - want) <= self.tolerance[node]", "return abs(grad - want) > 2.0"),
            ("range(len(grad) - 1, -1, -1) if self.differs", "range(len(grad)) if self.differs"),
            ("if takes[j] else None\n", "if True or takes[j] else None\n"),
            ("grad[count - 1] = paths[count - 1] = 1.0", "grad[count - 1] = paths[count - 1] = 2.0"),
            ("grad[j] += partial * grad[i]", "grad[j] = partial * grad[i]"),
            ("return found if known is None else known\n    if op.kink", "return found\n    if op.kink"),
            (
                "if known is not None and low <= known <= high:",
                "if known is not None and low < known < high:",
            ),
            ("if known is not None and low <= known <= high:", "if known is not None:"),
        ),
    ),
    Module(
        "engine/foreign/own/faults.py",
        ("tests/engine/foreign/own/test_faults.py", *_OWN_TESTS),
        (
            ("slot, (source, slot) in made.served))", "slot))"),
            ("        slot = (fitting or left or slots)[0]", "        slot = (left or slots)[0]"),
            (
                "        if len(left) > 1 and not fitting and _passes_all",
                "        if len(left) > 1 and False and _passes_all",
            ),
            ("    return found or _order(made)", "    return found"),
            ("    return made.grad[root] == 1.0 or any(", "    return made.grad[root] != 0.0 or any("),
            (
                "        if write.new == 0.0 and write.old != 0.0:\n",
                "        if write.new == 0.0 and write.old == 0.0:\n",
            ),
            (
                '"sets" if share.sets(partial, slack) else "factor"',
                '"factor" if share.sets(partial, slack) else "sets"',
            ),
            ('"missing" if i in visited else "unvisited"', '"unvisited" if i in visited else "missing"'),
            (
                "            want = partial * upstream\n            if",
                "            want = partial\n            if",
            ),
            (
                "want = 0.0 if placed.again else partial * right.grad[source]",
                "want = partial * right.grad[source]",
            ),
            ('"twice" if placed.again else "order"', '"order"'),
        ),
    ),
    Module(
        "engine/foreign/own/agreement.py",
        ("tests/engine/foreign/own/test_agreement.py", *_OWN_TESTS),
        (
            (
                "            total += np.bincount(sources, passed, count)",
                "            total = np.bincount(sources, passed, count)",
            ),
            ("        judged[graph.output] = False", "        judged[graph.output] = True"),
            (
                "return uses if agree and grad[graph.output] == 1.0 else None",
                "return uses if agree else None",
            ),
            ("uses += int(there.sum())", "uses += len(there)"),
            ("agree = bool(np.all((off <= room[judged])", "agree = bool(np.any((off <= room[judged])"),
        ),
    ),
)
