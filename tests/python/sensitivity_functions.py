"""Functions of the unit cube whose sensitivity is published."""

from __future__ import annotations

import itertools

import numpy as np

# Of Ishigami's function with a = 7, b = 0.1, in closed form (Ishigami and Homma 1990).
ISHIGAMI_FIRST = np.array([0.3139, 0.4424, 0.0])
ISHIGAMI_TOTAL = np.array([0.5576, 0.4424, 0.2437])


def ishigami(u: np.ndarray) -> np.ndarray:
    """sin x_1 + a sin^2 x_2 + b x_3^4 sin x_1 with x = -pi + 2 pi u, a = 7, b = 0.1."""
    x = np.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def morris(u: np.ndarray) -> np.ndarray:
    """The function of 20 inputs of Morris 1991.

    y = sum b_i w_i + sum b_ij w_i w_j + sum b_ijl w_i w_j w_l + sum b_ijls w_i w_j w_l w_s over i < j < l < s, with
    w = 2 (u - 1/2), but of inputs 3, 5 and 7 w = 2 (1.1 u / (u + 0.1) - 1/2). b_i = 20 for i <= 10, b_ij = -15 for
    i, j <= 6, b_ijl = -10 up to 5, b_ijls = 5 up to 4; other b_i and b_ij are standard normal numbers, others 0.
    """
    w = 2 * (u - 0.5)
    w[:, [2, 4, 6]] = 2 * (1.1 * u[:, [2, 4, 6]] / (u[:, [2, 4, 6]] + 0.1) - 0.5)
    dice = np.random.default_rng(1991)
    first, second = dice.normal(size=20), np.triu(dice.normal(size=(20, 20)), k=1)
    first[:10] = 20
    second[:6, :6] = np.triu(np.full((6, 6), -15.0), k=1)
    y = w @ first + np.einsum("ni,ij,nj->n", w, second, w)
    for order, last, coefficient in ((3, 5, -10), (4, 4, 5)):
        for inputs in itertools.combinations(range(last), order):
            y += coefficient * w[:, inputs].prod(axis=1)
    return y
