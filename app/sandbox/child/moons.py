"""The data that programs take from scikit-learn, to its last bit: each draws from numpy what that draws, in
its order. numpy is imported when something is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from numbers import Integral, Real
from typing import Any, Final


def _generator(random_state: Any) -> Any:
    import numpy as np

    if random_state is None or random_state is np.random:
        return np.random.mtrand._rand
    if isinstance(random_state, Integral):
        return np.random.RandomState(int(random_state))
    return random_state


def _shuffled(generator: Any, *arrays: Any) -> Any:
    import numpy as np

    order = np.arange(arrays[0].shape[0])
    generator.shuffle(order)
    return tuple(array[order] for array in arrays)


def _halves(n_samples: Any) -> tuple[int, int]:
    if isinstance(n_samples, Integral):
        return int(n_samples) // 2, int(n_samples) - int(n_samples) // 2
    if len(n_samples) != 2:
        raise ValueError("`n_samples` can be either an int or a two-element tuple.")
    return n_samples[0], n_samples[1]


def _two(outer: Any, inner: Any, generator: Any, shuffle: bool, noise: Any) -> Any:
    """Two curves, each as its x and its y, as X and the labels 0 and 1."""
    import numpy as np

    x = np.vstack([np.append(outer[0], inner[0]), np.append(outer[1], inner[1])]).T
    y = np.hstack([np.zeros(len(outer[0]), dtype=np.intp), np.ones(len(inner[0]), dtype=np.intp)])
    if shuffle:
        x, y = _shuffled(generator, x, y)
    if noise is not None:
        x += generator.normal(scale=noise, size=x.shape)
    return x, y


def make_moons(
    n_samples: Any = 100, *, shuffle: bool = True, noise: Any = None, random_state: Any = None
) -> Any:
    import numpy as np

    outside, inside = _halves(n_samples)
    generator = _generator(random_state)
    above, below = np.linspace(0, np.pi, outside), np.linspace(0, np.pi, inside)
    return _two(
        (np.cos(above), np.sin(above)), (1 - np.cos(below), 1 - np.sin(below) - 0.5),
        generator, shuffle, noise,
    )  # fmt: skip


def make_circles(
    n_samples: Any = 100, *, shuffle: bool = True, noise: Any = None, random_state: Any = None,
    factor: float = 0.8,
) -> Any:  # fmt: skip
    import numpy as np

    outside, inside = _halves(n_samples)
    generator = _generator(random_state)
    around = np.linspace(0, 2 * np.pi, outside, endpoint=False)
    within = np.linspace(0, 2 * np.pi, inside, endpoint=False)
    return _two(
        (np.cos(around), np.sin(around)), (np.cos(within) * factor, np.sin(within) * factor),
        generator, shuffle, noise,
    )  # fmt: skip


def make_blobs(
    n_samples: Any = 100, n_features: int = 2, *, centers: Any = None, cluster_std: Any = 1.0,
    center_box: Any = (-10.0, 10.0), shuffle: bool = True, random_state: Any = None,
    return_centers: bool = False,
) -> Any:  # fmt: skip
    import numpy as np

    generator = _generator(random_state)
    counted = isinstance(n_samples, Integral)
    if centers is None:
        centers = 3 if counted else len(n_samples)
    if isinstance(centers, Integral):
        centers = generator.uniform(center_box[0], center_box[1], size=(int(centers), n_features))
    centers = np.asarray(centers, dtype=float)
    count, n_features = centers.shape
    if counted:
        sizes = [int(n_samples) // count + (i < int(n_samples) % count) for i in range(count)]
    else:
        sizes = list(n_samples)
    if len(sizes) != count:
        raise ValueError(f"Length of `n_samples` not consistent with number of centers: {n_samples}")
    spreads = np.full(count, cluster_std) if isinstance(cluster_std, Real) else cluster_std
    if len(spreads) != count:
        raise ValueError("Length of `clusters_std` not consistent with number of centers.")
    parts = [
        generator.normal(loc=center, scale=spread, size=(size, n_features))
        for center, spread, size in zip(centers, spreads, sizes, strict=True)
    ]
    x, y = np.concatenate(parts), np.repeat(np.arange(count), sizes)
    if shuffle:
        x, y = _shuffled(generator, x, y)
    return (x, y, centers) if return_centers else (x, y)


def make_classification(
    n_samples: int = 100, n_features: int = 20, *, n_informative: int = 2, n_redundant: int = 2,
    n_repeated: int = 0, n_classes: int = 2, n_clusters_per_class: int = 2, weights: Any = None,
    flip_y: float = 0.01, class_sep: float = 1.0, hypercube: bool = True, shift: Any = 0.0, scale: Any = 1.0,
    shuffle: bool = True, random_state: Any = None,
) -> Any:  # fmt: skip
    import numpy as np

    generator = _generator(random_state)
    n_random = n_features - n_informative - n_redundant - n_repeated
    if n_random < 0:
        raise ValueError(
            "Number of informative, redundant and repeated features must sum to less than the number of "
            "total features"
        )
    if n_informative < np.log2(n_classes * n_clusters_per_class):
        raise ValueError(
            f"n_classes({n_classes}) * n_clusters_per_class({n_clusters_per_class}) must be smaller or equal "
            f"2**n_informative({n_informative})={2**n_informative}"
        )
    sizes = _sizes(n_samples, n_classes, n_clusters_per_class, weights)
    x, y = np.zeros((n_samples, n_features)), np.zeros(n_samples, dtype=int)
    corners = _corners(len(sizes), n_informative, generator) * (2 * class_sep) - class_sep
    if not hypercube:
        corners *= generator.uniform(size=(len(sizes), 1))
        corners *= generator.uniform(size=(1, n_informative))
    x[:, :n_informative] = generator.standard_normal(size=(n_samples, n_informative))
    stop = 0
    for k, (corner, size) in enumerate(zip(corners, sizes, strict=True)):
        start, stop = stop, stop + size
        y[start:stop] = k % n_classes
        mixed = 2 * generator.uniform(size=(n_informative, n_informative)) - 1
        cluster = x[start:stop, :n_informative]
        cluster[...] = np.dot(cluster, mixed)
        cluster += corner
    known = n_informative + n_redundant
    if n_redundant > 0:
        mixed = 2 * generator.uniform(size=(n_informative, n_redundant)) - 1
        x[:, n_informative:known] = np.dot(x[:, :n_informative], mixed)
    if n_repeated > 0:
        again = ((known - 1) * generator.uniform(size=n_repeated) + 0.5).astype(np.intp)
        x[:, known : known + n_repeated] = x[:, again]
    if n_random > 0:
        x[:, -n_random:] = generator.standard_normal(size=(n_samples, n_random))
    if flip_y >= 0.0:
        flipped = generator.uniform(size=n_samples) < flip_y
        y[flipped] = generator.randint(n_classes, size=flipped.sum())
    x += (2 * generator.uniform(size=n_features) - 1) * class_sep if shift is None else shift
    x *= 1 + 100 * generator.uniform(size=n_features) if scale is None else scale
    if shuffle:
        x, y = _shuffled(generator, x, y)
        order = np.arange(n_features)
        generator.shuffle(order)
        x[:, :] = x[:, order]
    return x, y


def _sizes(samples: int, classes: int, clusters: int, weights: Any) -> list[int]:
    """How many rows each cluster has."""
    shares = [1.0 / classes] * classes if weights is None else list(weights)
    if len(shares) == classes - 1:
        shares.append(1.0 - sum(shares))
    if len(shares) != classes:
        raise ValueError("Weights specified but incompatible with number of classes.")
    sizes = [int(samples * shares[k % classes] / clusters) for k in range(classes * clusters)]
    for i in range(samples - sum(sizes)):
        sizes[i % len(sizes)] += 1
    return sizes


def _corners(count: int, dimensions: int, generator: Any) -> Any:
    """Distinct corners of the unit cube, as rows of zeros and ones."""
    import numpy as np

    if dimensions > 30:
        more = generator.randint(2, size=(count, dimensions - 30))
        return np.hstack([more, _corners(count, 30, generator)]).astype(float)
    population = 2**dimensions
    ratio = count / population
    if 0.01 < ratio < 0.99:
        chosen = generator.permutation(population)[:count]
    elif ratio < 0.2:
        found: dict[int, None] = {}
        while len(found) < count:
            found[int(generator.randint(population))] = None
        chosen = np.array(list(found))
    else:
        chosen = np.arange(count)
        for i in range(count, population):
            j = generator.randint(0, i + 1)
            if j < count:
                chosen[j] = i
    bits = np.unpackbits(chosen.astype(">u4").view(">u1")).reshape((-1, 32))
    return bits[:, -dimensions:].astype(float)


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    function.__name__: function for function in (make_moons, make_circles, make_blobs, make_classification)
}
