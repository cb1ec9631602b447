"""Faults that a developer might put into the writers of the program's files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    """In `file` the code `code`, which has to be there once, becomes `fault`. Both are expressions of one type, or, where
    `is_statement`, statements."""

    name: str
    file: str
    code: str
    fault: str
    is_statement: bool = False

    def switched(self) -> str:
        """Code that does either: the fault where the environment variable TENOGEN_MUTATION names it."""
        if self.is_statement:
            return f'if (tenogen::is_mutation("{self.name}")) {{ {self.fault} }} else {{ {self.code}\n}}'
        return f'(tenogen::is_mutation("{self.name}") ? ({self.fault}) : ({self.code}))'


# The switch, as a header of the changed sources.
HEADER = """#pragma once
#include <cstdlib>
#include <cstring>
namespace tenogen
{
inline bool is_mutation(const char *const name)
{
  const char *const chosen = std::getenv("TENOGEN_MUTATION");
  return chosen != nullptr && std::strcmp(chosen, name) == 0;
}
} // namespace tenogen
"""

MUTATIONS = [
    # history.csv
    Mutation("history: no newline at the end", "src/output/history.cc",
             'lines += "\\n"; // written last: a row without one was interrupted',
             'lines.insert(0, n_bytes == 0 ? "" : "\\n");', True),
    Mutation("history: a column renamed", "src/healing/observables.cc", '"gap fluid volume"', '"gap oedema volume"'),
    Mutation("history: kN holds N", "src/healing/observables.cc", "1e-3 * modulus * volume / length",
             "modulus * volume / length"),
    Mutation("history: two columns swapped", "src/output/history.cc", "row[i].value",
             "row[i == 10 ? 11 : i == 11 ? 10 : i].value"),
    Mutation("history: three digits", "src/output/history.cc", '"%s%.12g"', '"%s%.3g"'),
    # summary.json
    Mutation("summary: milestones in days", "src/app/run_writer.cc", "month(milestone.month)",
             "month(milestone.month < 0. ? milestone.month : milestone.month * days_per_month)"),
    Mutation("summary: a range of no width", "src/app/run_writer.cc", "score.low", "score.high"),
    Mutation("summary: a member missing", "src/app/run_writer.cc", '"clinical model"', '"clinical"'),
    Mutation("summary: other cells counted", "src/healing/observables.cc", "fields::integral(spaces, c[model::msc])",
             "fields::integral(spaces, c[model::fibroblasts])"),
    # fields/
    Mutation("snapshots: vectors component by component", "src/output/snapshots.cc", "rows[3 * i + d]",
             "rows[d * order.size() + i]"),
    Mutation("snapshots: a member renamed", "src/output/snapshots.cc", '"time_month"', '"month"'),
    Mutation("snapshots: another order of corners", "src/fields/canonical_order.cc",
             "number(cell->vertex_dof_index(vertex, 0))",
             "number(cell->vertex_dof_index(vertex == 2 ? 3 : vertex == 3 ? 2 : vertex, 0))"),
    Mutation("snapshots and all others: no attribute unit", "src/output/hdf5_image.cc",
             'set_attribute(dataset, "unit", unit);', 'set_attribute(dataset, "units", unit);', True),
    # mri/
    Mutation("MRI: another order of axes", "src/app/mri_writer.cc",
             "file.write_volume(volume.name, volume.values, images.grid.size, volume.unit);",
             "auto size = images.grid.size; std::swap(size[0], size[2]); "
             "file.write_volume(volume.name, volume.values, size, volume.unit);", True),
    Mutation("MRI: affine transposed", "src/app/mri_writer.cc", "map.matrix[d][e]", "map.matrix[e][d]"),
    Mutation("MRI: seconds for milliseconds", "src/app/mri_writer.cc", "volume.sequence->TE", "1e-3 * volume.sequence->TE"),
    Mutation("MRI: no month", "src/app/mri_writer.cc", 'file.set_attribute("/", "month", month);', "", True),
    Mutation("MRI: numbers of labels swapped", "src/observe/virtual_mri.cc", "assembly.labels()",
             "[&] { auto all = assembly.labels(); for (auto &one : all) one = one == 1 ? 2 : one == 2 ? 1 : one; return all; }()"),
    # results of a study
    Mutation("results: state and reason swapped", "src/app/study_results.cc",
             "row.insert(row.end(), {study::to_text(status.state), status.reason, std::to_string(status.attempts),\n"
             "                             field(status.seconds)});",
             "row.insert(row.end(), {status.reason, study::to_text(status.state), std::to_string(status.attempts), "
             "field(status.seconds)});", True),
    Mutation("results: outcomes of the next point", "src/app/study_results.cc", "arm.outcomes[o][point * n + m]",
             "arm.outcomes[o][(point + 1) % arm.statuses.size() * n + m]"),
    Mutation("results: 0 for a missing course", "src/app/study_results.cc", "arm.courses[o].push_back(table.at(o, month));",
             "arm.courses[o].push_back(std::isnan(table.at(o, month)) ? 0. : table.at(o, month));", True),
    Mutation("results: no attribute name", "src/app/study_results.cc",
             'file.set_attribute(dataset, "name", full);', "", True),
    Mutation("results: courses a month late", "src/app/outcome_table.cc",
             "interpolated(history.months, history.values[o], month)",
             "interpolated(history.months, history.values[o], month + 1.)"),
]
