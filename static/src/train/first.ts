/** The program that the page begins with: micrograd's demo with its own loop. */
import type { Kept } from "../session/link";

export const FIRST: Kept = {
  source: `# micrograd's demo: a network that tells two moons apart.
from micrograd.nn import MLP
from backlens import watch

points = 100
noise = 0.1
alpha = 0.0001

random.seed(1337)
X, y = make_moons(n_samples=points, noise=noise, random_state=1337)
y = [yi*2 - 1 for yi in y] # make y be -1 or 1
model = MLP(2, [16, 16, 1])

for step in range(100):
  scores = [model(x) for x in X]
  losses = [(1 + -yi*scorei).relu() for yi, scorei in zip(y, scores)]
  loss = sum(losses) * (1.0 / len(losses)) + alpha * sum(p*p for p in model.parameters())

  for p in model.parameters():
    p.grad = 0.0
  loss.backward()

  rate = 1.0 - 0.9*step/100
  for p in model.parameters():
    p.data -= rate * p.grad

  accuracy = sum((yi > 0) == (scorei.data > 0) for yi, scorei in zip(y, scores)) / len(y)
  watch("accuracy", accuracy)
  watch("rate", rate)
  print(f"step {step} loss {loss.data:.4f}, accuracy {accuracy*100:.0f}%")
`,
};
