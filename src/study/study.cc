#include "tenogen/study/study.h"

#include "tenogen/parameters/number_text.h"

#include <algorithm>
#include <cmath>

namespace tenogen::study
{
bool VariedParameter::applies_to(const Arm &arm) const
{
  return arms.empty() || std::find(arms.begin(), arms.end(), arm.name) != arms.end();
}

std::string VariedParameter::text(const double u) const
{
  const double value = distribution.quantile(u);
  if (distribution.law == Law::choices)
    return choices[static_cast<std::size_t>(value)];
  // No minus zero.
  return parameters::to_text((is_whole ? std::round(value) : value) + 0.);
}

std::vector<std::size_t> Study::levels() const
{
  std::vector<std::size_t> counts;
  counts.reserve(parameters.size());
  for (const auto &parameter : parameters)
    counts.push_back(parameter.choices.size());
  return counts;
}

Points::Points(const Study &study)
  : study(&study)
{
  if (study.design.kind != DesignKind::list)
    unit = make_unit_design(study.design, study.levels());
}

std::size_t Points::size() const
{
  return unit ? unit->size() : study->list.size();
}

std::vector<std::string> Points::values(const std::size_t k) const
{
  if (!unit)
    return study->list[k];
  const auto               u = unit->point(k);
  std::vector<std::string> texts;
  texts.reserve(u.size());
  for (std::size_t j = 0; j < u.size(); ++j)
    texts.push_back(study->parameters[j].text(u[j]));
  return texts;
}
} // namespace tenogen::study
