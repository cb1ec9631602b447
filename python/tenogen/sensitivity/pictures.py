"""The diagrams of a report as files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure

from tenogen.runs.files import written_aside

from .analysis import Analysis, Report, Saltelli
from .distributions import LogNormal, LogUniform
from .figures import (EffectPanel, MorrisPanel, RankPanel, SobolPanel, TornadoPanel, morris_figure, response_figure,
                      save, sobol_figure, tornado_figure)
from .morris import MorrisMeasures
from .surrogate import EFFECT_AT, Surrogate

MOST_RESPONSES = 12  # parameters of one picture


@dataclass(frozen=True)
class Picture:
    """What a picture shows: `diagram` is morris, sobol, tornado or response; `month` is None where it shows all."""

    file: str  # its name
    diagram: str
    arm: str
    outcome: str  # with its unit
    month: float | None = None


@dataclass(frozen=True)
class Drawing:
    """A picture that is not yet drawn, and the function that draws it."""

    picture: Picture
    draw: Callable[[], Figure]


def write_pictures(drawn: Sequence[Drawing], folder: Path, kind: str) -> None:
    """Draws pictures one by one into a folder, as `kind` (png or svg). Raises OSError."""
    for drawing in drawn:
        with written_aside(folder / drawing.picture.file) as aside:
            save(drawing.draw(), aside, kind)


def drawings(report: Report, kind: str) -> list[Drawing]:
    """All pictures of a report, as files of `kind` (png or svg): one per arm and outcome, responses one per month as well."""
    found = []

    def add(name: str, diagram: str, draw: Callable[[], Figure], month: float | None = None) -> None:
        found.append(Drawing(Picture(f"{name}.{kind}", diagram, arm, outcome, month), draw))
    groups: dict[tuple[str, str], list[Analysis]] = {}
    for analysis in report.analyses:
        groups.setdefault((analysis.response.arm, analysis.response.outcome.name), []).append(analysis)
    names = _file_names(list(groups))
    for (arm, outcome), group in groups.items():
        title, name = f"{arm}: {outcome}", names[arm, outcome]
        if isinstance(group[0].result, MorrisMeasures):
            add(f"morris_{name}", "morris", partial(morris_figure, title, [morris_panel(one) for one in group]))
            continue
        add(f"sobol_{name}", "sobol", partial(sobol_figure, title, [sobol_panel(one) for one in group]))
        if isinstance(group[0].result, Surrogate):
            add(f"tornado_{name}", "tornado", partial(tornado_figure, title, [tornado_panel(one) for one in group]))
            for one in group:
                month = one.response.month
                add(f"response_{name}_month_{month:g}", "response", partial(draw_responses, one), month)
    return found


def sobol_panel(analysis: Analysis) -> SobolPanel:
    """The Sobol indices of an analysis."""
    result = analysis.result
    assert not isinstance(result, MorrisMeasures)
    if isinstance(result, Saltelli):
        note = f"Saltelli's estimators, {result.samples} base samples"
    else:
        note = f"polynomial chaos from {analysis.response.usable.sum()} points, Q2 = {result.fit.q2:.3f}"
    estimate, interval = result.indices.estimate, result.indices.interval
    return SobolPanel(_month(analysis), _names(analysis), note, _distrust(analysis), estimate.first, interval.first,
                      estimate.total, interval.total)


def tornado_panel(analysis: Analysis) -> TornadoPanel | RankPanel:
    """The swings of the surrogate; the rank correlations where the surrogate is not to be trusted."""
    surrogate = analysis.result
    assert isinstance(surrogate, Surrogate)
    if not surrogate.is_trusted and analysis.correlations is not None:
        return RankPanel(_month(analysis), _names(analysis), "Rank correlations of the points are shown instead.",
                         f"The surrogate is too poor for a tornado: Q2 = {surrogate.fit.q2:.2f}.",
                         analysis.correlations.spearman, analysis.correlations.spearman_interval)
    swing = surrogate.swing
    return TornadoPanel(_month(analysis), _names(analysis),
                        f"surrogate, Q2 = {surrogate.fit.q2:.3f}; all other parameters at their medians (line)",
                        _distrust(analysis), swing.low, swing.high, swing.middle, analysis.response.outcome.name)


def morris_panel(analysis: Analysis) -> MorrisPanel:
    """The measures of Morris."""
    measures = analysis.result
    assert isinstance(measures, MorrisMeasures)
    fewest, most = measures.effects.min(), measures.effects.max()
    note = f"{fewest if fewest == most else f'{fewest} to {most}'} elementary effects of each parameter"
    return MorrisPanel(_month(analysis), _names(analysis), note, "", measures.mu_star, measures.mu_star_interval,
                       measures.sigma, analysis.response.outcome.unit)


def draw_responses(analysis: Analysis) -> Figure:
    """The outcome over each of the parameters ranked first."""
    surrogate, response = analysis.result, analysis.response
    assert isinstance(surrogate, Surrogate)
    order = surrogate.ranking()[:MOST_RESPONSES]
    left_out = len(response.parameters) - len(order)
    note = f"Q2 = {surrogate.fit.q2:.3f}" + (f"; {left_out} more parameters rank below these" if left_out else "")
    return response_figure(response.title, [_effect(analysis, number) for number in order], response.outcome.name, note,
                           _distrust(analysis))


def _effect(analysis: Analysis, number: int) -> EffectPanel:
    response, surrogate = analysis.response, analysis.result
    assert isinstance(surrogate, Surrogate)
    parameter = response.parameters[number]
    values = parameter.varied.values
    assert values is not None and parameter.law is not None  # a surrogate has continuous distributions
    return EffectPanel(parameter.varied.label, parameter.law.quantile(EFFECT_AT), surrogate.effects.mean[number],
                       surrogate.effects.band[:, number], values[response.usable], response.y[response.usable],
                       isinstance(parameter.law, (LogUniform, LogNormal)))


def _names(analysis: Analysis) -> list[str]:
    return [parameter.varied.label for parameter in analysis.response.parameters]


def _month(analysis: Analysis) -> str:
    return f"month {analysis.response.month:g}"


def _distrust(analysis: Analysis) -> str:
    surrogate = analysis.result
    if not isinstance(surrogate, Surrogate) or surrogate.is_trusted:
        return ""
    return f"NOT TO BE TRUSTED: Q2 = {surrogate.fit.q2:.2f}"


def _file_names(pairs: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Plain names of arms and outcomes, without the unit; numbered where two would be the same."""
    names: dict[tuple[str, str], str] = {}
    for arm, outcome in pairs:
        plain = re.sub(r"[^\w-]+", "-", f"{arm}_{outcome.rpartition(' [')[0] or outcome}").strip("-")
        taken = sum(name == plain or name.startswith(f"{plain}_") for name in names.values())
        names[arm, outcome] = plain if not taken else f"{plain}_{taken + 1}"
    return names

