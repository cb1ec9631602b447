#include "tenogen/study/sobol_sequence.h"

namespace tenogen::study
{
SobolSequence::SobolSequence(const std::size_t dimension)
  : first(dimension)
{
}

std::vector<std::uint64_t> SobolSequence::point(const std::size_t k) const
{
  auto                       engine = first;
  std::vector<std::uint64_t> coordinates(engine.dimension(), 0);
  if (k == 0)
    return coordinates; // Boost omits this point
  engine.seed(k - 1);
  for (auto &coordinate : coordinates)
    coordinate = engine();
  return coordinates;
}
} // namespace tenogen::study
