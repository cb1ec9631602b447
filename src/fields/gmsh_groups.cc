#include "tenogen/fields/gmsh_groups.h"

#include "tenogen/core/errors.h"
#include "tenogen/parameters/plain_text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace tenogen::fields
{
namespace
{
/// Characters that look like a blank or are invisible, in UTF-8.
struct InvisibleCharacter
{
  std::string_view bytes;
  const char      *name;
};

constexpr std::array<InvisibleCharacter, 8> invisible_characters = {
    {{"\xC2\xA0", "no-break space, U+00A0"},
     {"\xC2\xAD", "soft hyphen, U+00AD"},
     {"\xE2\x80\x8B", "zero-width space, U+200B"},
     {"\xE2\x80\x8C", "zero-width non-joiner, U+200C"},
     {"\xE2\x80\x8D", "zero-width joiner, U+200D"},
     {"\xE2\x80\xAF", "narrow no-break space, U+202F"},
     {"\xE2\x81\xA0", "word joiner, U+2060"},
     {"\xEF\xBB\xBF", "byte-order mark, U+FEFF"}}};

/// Why a parameter file could not refer to this name; empty if it can.
std::string flaw_of_name(const std::string_view name)
{
  if (name.empty())
    return "the name is blank";
  if (const auto flaw = parameters::flaw_of_text(name); !flaw.empty())
    return flaw;
  for (const auto &character : invisible_characters)
    if (name.find(character.bytes) != std::string_view::npos)
      return "the name contains an invisible character (" + std::string(character.name) + ")";
  return {};
}

/// The number without its sign.
unsigned long magnitude(const long tag)
{
  return tag < 0 ? 0UL - static_cast<unsigned long>(tag) : static_cast<unsigned long>(tag);
}

std::array<unsigned long, 4> read_counts(GmshLines &lines)
{
  std::array<unsigned long, 4> counts;
  lines.next_line();
  for (auto &count : counts)
    count = lines.natural_number();
  return counts;
}

/// Curves, surfaces and volumes are followed by the entities around them.
void skip_bounding_entities(GmshLines &lines, const unsigned int dimension)
{
  if (dimension > 0)
    for (auto n = lines.natural_number(); n > 0; --n)
      lines.whole_number();
}
} // namespace

GmshGroups::GmshGroups(const std::string &file, const GmshParts &parts, const bool is_format_4)
{
  if (parts.count("PhysicalNames") > 0) // faces without a name are reported later
    read_names(file, parts);
  if (is_format_4)
    read_entities(file, parts);
  if (is_format_4 && parts.count("PartitionedEntities") > 0)
    read_partitioned_entities(file, parts);
}

dealii::types::boundary_id GmshGroups::surface_with_tag(const long tag) const
{
  const auto found = std::find_if(names.begin(), names.end(),
                                  [tag](const auto &name) { return name.second == magnitude(tag); });
  return found == names.end() ? 0 : found->second;
}

dealii::types::boundary_id GmshGroups::surface_of_entity(const long entity) const
{
  const auto found = surface_groups.find(entity);
  return found == surface_groups.end() ? 0 : found->second;
}

void GmshGroups::read_names(const std::string &file, const GmshParts &parts)
{
  GmshLines lines(file, "PhysicalNames", parts);
  lines.next_line();
  lines.check_count("names", lines.natural_number(), lines.n_lines() - 1);
  while (lines.has_line())
  {
    lines.next_line();
    const auto dimension = lines.natural_number();
    const auto tag       = lines.whole_number();
    const auto name      = lines.quoted_name();
    if (dimension > 3)
      lines.refuse("a physical group has the dimension " + std::to_string(dimension) + ".",
                   "Allowed: 0 (points) to 3 (volumes).");
    if (dimension == 2)
      add_name(lines, name, tag);
    else
      other_names.emplace(name, dimension);
  }
  lines.finish();
}

void GmshGroups::add_name(const GmshLines &lines, const std::string &name, const long tag)
{
  if (const auto flaw = flaw_of_name(name); !flaw.empty())
    lines.refuse("the physical surface \"" + name + "\": " + flaw + ".", "Rename it.");
  const unsigned long number = magnitude(tag);
  if (number == 0 || number > std::numeric_limits<int>::max())
    lines.refuse("the physical surface \"" + name + "\" has the tag " + std::to_string(tag) + ".",
                 "Give it a positive tag with at most nine digits.");
  for (const auto &other : names)
    if (other.first == name || other.second == number)
      lines.refuse("the physical surface \"" + name + "\" shares its name or its tag with \"" + other.first +
                       "\".",
                   "Give every physical surface its own name and tag.");
  names[name] = dealii::types::boundary_id(number);
}

void GmshGroups::read_entities(const std::string &file, const GmshParts &parts)
{
  GmshLines  lines(file, "Entities", parts);
  const auto counts = read_counts(lines);
  for (unsigned int dimension = 0; dimension < 4; ++dimension)
    for (unsigned long i = 0; i < counts[dimension]; ++i)
    {
      lines.next_line();
      const long tag = lines.whole_number();
      read_groups(lines, dimension, true, tag);
      skip_bounding_entities(lines, dimension);
    }
  lines.finish();
}

/// Elements of a partitioned mesh refer to partitions of the entities. Between the partitions of a volume
/// there are surfaces with the groups of the volume, so only partitions of surfaces count.
void GmshGroups::read_partitioned_entities(const std::string &file, const GmshParts &parts)
{
  GmshLines lines(file, "PartitionedEntities", parts);
  lines.next_line();
  lines.natural_number(); // partitions
  lines.next_line();
  for (auto n_ghosts = lines.natural_number(); n_ghosts > 0; --n_ghosts)
  {
    lines.next_line();
    lines.whole_number();   // the entity of the ghost cells
    lines.natural_number(); // and its partition
  }
  const auto counts = read_counts(lines);
  for (unsigned int dimension = 0; dimension < 4; ++dimension)
    for (unsigned long i = 0; i < counts[dimension]; ++i)
    {
      lines.next_line();
      const long tag              = lines.whole_number();
      const auto parent_dimension = lines.natural_number();
      lines.whole_number(); // the parent
      for (auto n_partitions = lines.natural_number(); n_partitions > 0; --n_partitions)
        lines.whole_number();
      read_groups(lines, dimension, parent_dimension == dimension, tag);
      skip_bounding_entities(lines, dimension);
    }
  lines.finish();
}

void GmshGroups::read_groups(GmshLines &lines, const unsigned int dimension, const bool is_kept,
                             const long entity)
{
  for (unsigned int i = 0; i < (dimension == 0 ? 3 : 6); ++i)
    lines.coordinate(); // of the point or of the box around it
  for (auto n_groups = lines.natural_number(); n_groups > 0; --n_groups)
  {
    const auto group = surface_with_tag(lines.whole_number());
    if (dimension != 2 || !is_kept || group == 0)
      continue;
    const auto [known, is_new] = surface_groups.emplace(entity, group);
    if (!is_new && known->second != group)
      lines.refuse("surface " + std::to_string(entity) + " belongs to the physical surfaces \"" +
                       name_of(known->second) + "\" and \"" + name_of(group) + "\".",
                   "Put it into only one of them.");
  }
}

const std::string &GmshGroups::name_of(const dealii::types::boundary_id surface) const
{
  return std::find_if(names.begin(), names.end(),
                      [surface](const auto &name) { return name.second == surface; })
      ->first;
}
} // namespace tenogen::fields
