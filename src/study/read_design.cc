#include "tenogen/study/study_parts.h"

namespace tenogen::study
{
namespace
{
constexpr DesignKind kinds[] = {
    DesignKind::sobol, DesignKind::latin_hypercube, DesignKind::random,  DesignKind::grid,
    DesignKind::list,  DesignKind::morris,          DesignKind::saltelli};

/// Largest seed that every JSON reader represents exactly.
constexpr std::uint64_t largest_seed = 1ULL << 53;

std::vector<std::string> members_of(const DesignKind kind)
{
  switch (kind)
  {
  case DesignKind::grid:
    return {"kind"};
  case DesignKind::list:
    return {"kind", "file"};
  case DesignKind::morris:
    return {"kind", "trajectories", "levels", "seed"};
  case DesignKind::saltelli:
    return {"kind", "size", "seed", "second order"};
  default:
    return {"kind", "size", "seed"};
  }
}

void read_size(const JsonPlace &place, const std::string &member, DesignSettings &design)
{
  if (const auto size = place.required(member))
    design.size = size->whole_number(1, max_points).value_or(1);
}

void read_levels(const JsonPlace &place, DesignSettings &design)
{
  if (!place.has("levels"))
    return;
  const auto levels = place.at("levels").whole_number(2, 1000);
  if (levels && *levels % 2 == 1)
    place.at("levels").wrong(
        "the number of levels is odd; the Morris step requires an even number, such as 4");
  design.levels = static_cast<unsigned int>(levels.value_or(design.levels));
}
} // namespace

DesignSettings read_design(const JsonPlace &place)
{
  DesignSettings           design;
  std::vector<std::string> words;
  for (const DesignKind kind : kinds)
    words.push_back(to_text(kind));

  if (!place.is_object())
    return design;
  const auto kind = place.required("kind");
  const auto word = kind ? kind->word(words) : std::optional<std::size_t>();
  if (!word)
    return design;
  design.kind = kinds[*word];
  place.is_object(members_of(design.kind));
  switch (design.kind)
  {
  case DesignKind::grid:
    return design;
  case DesignKind::list:
    if (const auto file = place.required("file"))
      file->text();
    return design;
  case DesignKind::morris:
    read_size(place, "trajectories", design);
    read_levels(place, design);
    break;
  case DesignKind::saltelli:
    if (place.has("second order"))
      design.second_order = place.at("second order").boolean().value_or(false);
    [[fallthrough]];
  default:
    read_size(place, "size", design);
  }
  if (place.has("seed"))
    design.seed = place.at("seed").whole_number(0, largest_seed).value_or(design.seed);
  return design;
}
} // namespace tenogen::study
