import assert from "node:assert/strict";
import { test } from "node:test";
import { withValues } from "../../static/src/compute/torch-text.ts";

test("the lecture's cell", () => {
  const cell = `import torch

x1 = torch.Tensor([2.0]).double()                ; x1.requires_grad = True
w1 = torch.Tensor([-3.0]).double()               ; w1.requires_grad = True
b = torch.Tensor([6.8813735870195432]).double()  ; b.requires_grad = True
n = x1*w1 + b
o = torch.tanh(n)

print(o.data.item())
o.backward()
print('w1', w1.grad.item())
`;
  assert.equal(
    withValues(cell),
    `x1 = Value(2.0, label='x1')
w1 = Value(-3.0, label='w1')
b = Value(6.8813735870195432, label='b')
n = x1*w1 + b
o = n.tanh()

print(o.data)
o.backward()
print('w1', w1.grad)
`,
  );
});

test("how else a number is written as a tensor", () => {
  const written = (tensor: string): string | null => withValues(`import torch\na = ${tensor}\n`);
  for (const tensor of [
    "torch.tensor(2.0, requires_grad=True)",
    "torch.tensor([2.0], dtype=torch.float64, requires_grad=True)",
    "torch.tensor(2.0).requires_grad_(True)",
    "torch.tensor(2.0).double().requires_grad_()",
  ])
    assert.equal(written(tensor), "a = Value(2.0, label='a')\n", tensor);
  assert.equal(withValues("b = a * torch.tensor(1e-3)\n"), "b = a * Value(1e-3)\n");
});

test("functions become methods, one inside the other too", () => {
  assert.equal(
    withValues("import torch.nn.functional as F\na = torch.tensor(1.0)\nb = torch.exp(F.relu(a * 2) + 1)\n"),
    "a = Value(1.0, label='a')\nb = ((a * 2).relu() + 1).exp()\n",
  );
});

test("a step of descent", () => {
  const step = `w = torch.tensor(1.0, requires_grad=True)
loss = (w * 3 - 1)**2
loss.backward()
with torch.no_grad():
  w -= 0.1 * w.grad
w.grad.zero_()
print(loss.item())
`;
  assert.equal(
    withValues(step),
    `w = Value(1.0, label='w')
loss = (w * 3 - 1)**2
loss.backward()
if True: # torch.no_grad()
  w.data -= 0.1 * w.grad
w.grad = 0.0
print(loss.data)
`,
  );
});

test("what is more than single numbers is left alone", () => {
  for (const source of [
    "import torch\na = torch.randn(3, 4)\n",
    "import torch\na = torch.tensor([1.0, 2.0])\nb = a.sum()\n",
    "import torch\na = torch.tensor(1.0)\nnet = torch.nn.Linear(2, 1)\n",
    "import torch\na = torch.tensor(1.0)\nb = a.detach()\n",
    "a = Value(2.0)\n",
    "import torch\n",
  ])
    assert.equal(withValues(source), null, source);
});
