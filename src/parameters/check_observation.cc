#include "tenogen/parameters/check_observation.h"

#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/value_text.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>

namespace tenogen::parameters
{
namespace
{
using Mistakes = std::vector<std::string>;

void check_placement(const Wording &wording, Mistakes &mistakes)
{
  const MriGrid &g = wording.parameters().mri.grid;
  if (wording.are_known(g.axis, g.front))
  {
    const auto   axis = direction_from_text(g.axis), front = direction_from_text(g.front);
    const double cosine = axis[0] * front[0] + axis[1] * front[1] + axis[2] * front[2];
    if (std::abs(cosine) > 0.999)
      mistakes.push_back(wording.sentence(g.front, "it is parallel to " + wording.cited(g.axis) +
                                                       "; give the direction of the front of the body"));
  }
  if (wording.are_known(g.file) && !g.file.empty() && !is_readable_file(g.file))
    mistakes.push_back(wording.sentence(
        g.file, "the file cannot be read; give a readable NIfTI file, or leave the entry empty"));
}

void check_number_of_voxels(const Wording &wording, Mistakes &mistakes)
{
  const MriGrid &g = wording.parameters().mri.grid;
  if (!wording.are_known(g.file, g.size_x, g.size_y, g.size_z, g.spacing_x, g.spacing_y, g.spacing_z) ||
      !g.file.empty())
    return;
  const double voxels = g.size_x / g.spacing_x * (g.size_y / g.spacing_y) * (g.size_z / g.spacing_z);
  if (voxels > max_voxels)
    mistakes.push_back(wording.sentence(g.spacing_x, "the grid would have " + rounded_text(voxels) +
                                                         " voxels; the limit is " + rounded_text(max_voxels) +
                                                         "; use larger voxels or a smaller field of view"));
}

void check_protons(const Wording &wording, Mistakes &mistakes)
{
  const Mri  &mri    = wording.parameters().mri;
  const auto &echoes = mri.ute_echoes;
  if (wording.are_known(echoes) && (echoes.size() < 2 || !(echoes.front() > 0.) ||
                                    !std::is_sorted(echoes.begin(), echoes.end(), std::less_equal<>())))
    mistakes.push_back(
        wording.sentence(echoes, "at least two echo times are needed, all above 0 and in increasing order"));
  const double &largest = wording.parameters().biology.maximal_collagen;
  if (wording.are_known(mri.collagen_density, mri.other_solids, largest) &&
      largest / mri.collagen_density + mri.other_solids >= 1.)
    mistakes.push_back(
        wording.sentence(mri.collagen_density,
                         "with " + wording.cited(largest) + " and " + wording.cited(mri.other_solids) +
                             " the solids leave no room for water; raise the density, or lower the others"));
}

void check_scores(const Wording &wording, Mistakes &mistakes)
{
  const Clinical &c   = wording.parameters().clinical;
  const double    sum = c.pain_weight + c.function_weight + c.activity_weight;
  if (wording.are_known(c.pain_weight, c.function_weight, c.activity_weight) && std::abs(sum - 1.) > 1e-9)
    mistakes.push_back(wording.sentence(c.pain_weight, "with " + wording.cited(c.function_weight) + " and " +
                                                           wording.cited(c.activity_weight) +
                                                           " the weights of the score add up to " +
                                                           rounded_text(sum) + ", not 1"));
  if (wording.are_known(c.strain_half_effect, c.sensitisation) && c.sensitisation >= c.strain_half_effect)
    mistakes.push_back(
        wording.sentence(c.sensitisation, "it must be below " + wording.cited(c.strain_half_effect)));
}
} // namespace

bool is_readable_file(const std::string &name)
{
  std::error_code ignored;
  return std::filesystem::is_regular_file(name, ignored) && std::ifstream(name);
}

std::vector<std::string> mistakes_of_observation(const Wording &wording)
{
  Mistakes mistakes;
  check_placement(wording, mistakes);
  check_number_of_voxels(wording, mistakes);
  check_protons(wording, mistakes);
  check_scores(wording, mistakes);
  return mistakes;
}
} // namespace tenogen::parameters
