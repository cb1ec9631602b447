"""The analysis of one response by the method that its design allows, or that is asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .correlations import Correlations, correlations
from .errors import NotAnalysed, SensitivityError
from .morris import MorrisMeasures, measure
from .response import Response, responses
from .sobol import SobolIndices, blocks_of, sobol_indices
from .study import Study
from .surrogate import Surrogate, TRUSTED_Q2, surrogate_of

METHODS = ("auto", "morris", "saltelli", "surrogate")
FEWEST_CORRELATED = 8
UNFINISHED = ("waiting", "stopped", "disk")  # states of tasks that a worker takes up again
MANY_FAILED = 0.1                            # share of the points


@dataclass(frozen=True)
class Settings:
    """How the analysis is made."""

    method: str = "auto"
    seed: int = 1
    resamples: int = 500  # of the bootstrap


@dataclass(frozen=True)
class Saltelli:
    """Sobol indices of a design of Saltelli, and how many base samples they are from."""

    indices: SobolIndices
    samples: int
    dropped: int

    def ranking(self) -> np.ndarray:
        """Numbers of the parameters, that of the largest total index first."""
        return self.indices.ranking()


@dataclass(frozen=True)
class Analysis:
    """What was found of a response."""

    response: Response
    method: str
    result: MorrisMeasures | Saltelli | Surrogate
    correlations: Correlations | None  # None of trajectories, whose points are no sample
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """All that was asked for."""

    study: Study
    settings: Settings
    analyses: tuple[Analysis, ...]
    not_analysed: tuple[tuple[Response, str], ...]  # with the reason


def analyse_all(study: Study, settings: Settings, arm: str | None = None, outcome: str | None = None,
                month: float | None = None) -> Report:
    """The analyses of what is asked for. Raises SensitivityError where nothing at all can be analysed."""
    method = method_for(study, settings.method)
    analyses, not_analysed = [], []
    for response in responses(study, arm, outcome, month):
        try:
            analyses.append(analyse(response, method, settings))
        except NotAnalysed as reason:
            not_analysed.append((response, str(reason)))
    if not analyses:
        lines = [f"{response.title}: {reason}" for response, reason in not_analysed]
        raise SensitivityError("\n  ".join([f"{study.folder}: nothing can be analysed.", *lines]))
    return Report(study, settings, tuple(analyses), tuple(not_analysed))


def method_for(study: Study, method: str) -> str:
    """The method that `auto` stands for."""
    if method != "auto":
        return method
    kind = study.design["kind"]
    if kind in ("list", "grid"):
        raise SensitivityError(f"{study.folder}: the design is '{kind}', which has no distributions, so shares of the "
                               "variance cannot be computed. Use morris, saltelli, sobol, latin hypercube or random.")
    return kind if kind in ("morris", "saltelli") else "surrogate"


def analyse(response: Response, method: str, settings: Settings) -> Analysis:
    """The analysis of one response. Raises NotAnalysed where it has too few values or only one."""
    if not response.varied:
        raise NotAnalysed("no parameter varies in this arm")
    if response.usable.any() and response.is_constant():
        y = response.y[response.usable]
        raise NotAnalysed(f"it is {y[0]:.6g} at all {len(y)} points that have a value")
    random, missing = generator(response, settings.seed), missing_warnings(response)
    if method == "morris":
        measures = measure(response, random, settings.resamples)
        return Analysis(response, method, measures, None, missing + morris_warnings(measures))
    if method == "saltelli":
        result = from_saltelli(response, random, settings.resamples)
        return Analysis(response, method, result, correlated(response, random, settings.resamples), missing)
    surrogate = surrogate_of(response, random, settings.resamples)
    return Analysis(response, method, surrogate, correlated(response, random, settings.resamples),
                    missing + surrogate_warnings(surrogate))


def generator(response: Response, seed: int) -> np.random.Generator:
    """Random numbers of a response: the same whatever else is asked for."""
    study = response.study
    return np.random.default_rng([seed, study.arms.index(response.arm), study.outcomes.index(response.outcome),
                                  response.outcome.months.index(response.month)])


def from_saltelli(response: Response, random: np.random.Generator, resamples: int) -> Saltelli:
    """The indices from the base samples that are complete."""
    blocks = blocks_of(response)
    complete = blocks.complete()
    indices = sobol_indices(blocks.taken(complete), random, resamples)
    return Saltelli(indices, int(complete.sum()), int((~complete).sum()))


def correlated(response: Response, random: np.random.Generator, resamples: int) -> Correlations | None:
    """Correlations where there are enough points; words have the order in which the study lists them."""
    usable = response.usable
    if usable.sum() < max(FEWEST_CORRELATED, len(response.parameters) + 2):
        return None
    u = np.column_stack([parameter.unit_values() for parameter in response.parameters])
    return correlations(u[usable], response.y[usable], random, resamples)


def missing_warnings(response: Response) -> tuple[str, ...]:
    """What has to be said where points have no value: those that failed seldom failed just anywhere."""
    left_out = response.left_out()
    unfinished = sum(n for state, n in left_out.items() if state in UNFINISHED)
    failed = sum(left_out.values()) - unfinished
    warnings = []
    if unfinished:
        warnings.append(f"The study is not finished: {unfinished} points are still to be computed.")
    if failed > MANY_FAILED * len(response.y):
        warnings.append(f"{failed} points failed. If failure depends on the outcome, the numbers below hold for the "
                        "others alone.")
    return tuple(warnings)


def surrogate_warnings(surrogate: Surrogate) -> tuple[str, ...]:
    """What has to be said of a surrogate that predicts badly."""
    if surrogate.is_trusted:
        return ()
    return (f"Q2 = {surrogate.fit.q2:.2f} is below {TRUSTED_Q2:g}: the surrogate does not describe this outcome. Its "
            "indices are NOT TO BE TRUSTED; compute more points, and see the rank correlations.",)


def morris_warnings(measures: MorrisMeasures) -> tuple[str, ...]:
    """What has to be said where points are missing."""
    if not measures.lost.any():
        return ()
    lost = measures.lost.sum()
    return (f"{lost} of {lost + measures.effects.sum()} elementary effects are dropped, since one of their two points has "
            "no value.",)
