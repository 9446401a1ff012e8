"""What brings two actors together: one function a measure."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from samverkan.network.network import Numbers
from samverkan.network.projection import Teams


@dataclass(frozen=True)
class Measure:
    """A number for every actor, seen from one of them, and the parts that it is the sum of.

    Parameters
    ----------
    name : str
        ``snake_case``; as in the JSON and in ``--weight``.
    values : numpy.ndarray of float
        One for each actor.
    parts : scipy.sparse.csr_array
        Actors who stand between × all actors: what each of the former adds to the values of the latter.
    between : numpy.ndarray of int
        The actor that each row of ``parts`` stands for.
    """

    name: str
    values: Numbers
    parts: sp.csr_array
    between: NDArray[np.integer]


def resource_allocation(teams: Teams, subject: int) -> Measure:
    """Measure how much of what the subject hands out through its partners would reach every other actor.

    Parameters
    ----------
    teams : Teams
    subject : int
        Place of the actor from whom it is seen.

    Returns
    -------
    Measure
        Values from 0 (no partner in common) to the strength of the subject's working ties; unitless.

    Notes
    -----
    RA(s, c) = Σ_z w(s, z) w(z, c) / s(z), over the common partners z of s and c, with w the strength of a working tie
    (every activity of n actors gives 1/(n - 1), a direct tie 1) and s(z) = Σ_x w(z, x). Zhou, T., Lü, L. and Zhang,
    Y.-C. (2009). European Physical Journal B 71, 623-630. Weights: Newman (2001), as in ``Teams.weights``.
    """
    ties = teams.ties
    row = ties[[subject], :]
    between = row.indices
    strength = np.asarray(ties[between, :].sum(axis=1))
    parts = (ties[between, :].multiply((row.data / strength)[:, np.newaxis])).tocsr()
    return Measure("resource_allocation", np.asarray(parts.sum(axis=0)), parts, between)
