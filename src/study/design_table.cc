#include "tenogen/study/arm_at_point.h"
#include "tenogen/study/csv.h"
#include "tenogen/study/write_study.h"

#include <memory>

namespace tenogen::study
{
namespace
{
std::string header(const Study &study)
{
  std::vector<std::string> names = {"point"};
  for (const auto &parameter : study.parameters)
    names.push_back(parameter.name);
  names.emplace_back("valid");
  names.emplace_back("reason");
  return csv_line(names) + "\n";
}

/// Why a point is refused, in each arm; empty if it is accepted.
std::string reason_at(const Study &study, const std::vector<std::unique_ptr<ArmAtPoint>> &arms,
                      const std::vector<std::string> &values)
{
  std::string reason;
  for (std::size_t a = 0; a < arms.size(); ++a)
    for (const auto &mistake : arms[a]->mistakes(values))
      reason += (reason.empty() ? "" : " | ") + study.arms[a].name + ": " + mistake;
  return reason;
}
} // namespace

DesignTable make_design_table(const Study &study)
{
  std::vector<std::unique_ptr<ArmAtPoint>> arms;
  for (const auto &arm : study.arms)
    arms.push_back(std::make_unique<ArmAtPoint>(study, arm));

  const Points points(study);
  DesignTable  table;
  table.n_points = points.size();
  table.text     = header(study);
  for (std::size_t k = 0; k < points.size(); ++k)
  {
    const auto values = points.values(k);
    const auto reason = reason_at(study, arms, values);
    if (!reason.empty() && ++table.n_refused == 1)
      table.first_reason = reason;

    std::vector<std::string> fields = {std::to_string(k)};
    fields.insert(fields.end(), values.begin(), values.end());
    fields.emplace_back(reason.empty() ? "yes" : "no");
    fields.push_back(reason);
    table.text += csv_line(fields) + "\n";
  }
  return table;
}
} // namespace tenogen::study
