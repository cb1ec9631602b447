#ifndef tests_reference_table_h
#define tests_reference_table_h

#include "tenogen/core/errors.h"

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace tenogen::test
{
/// A row of the independent point model's tables in tests/data: arm, day, and the 13 columns after them
/// (M, F, T, C, G, W, L, collagen_I, collagen_III, X, S, strain, modulus [MPa]).
struct ReferenceRow
{
  std::string            arm;
  double                 day = 0.;
  std::array<double, 13> values;
};

/// The rows of an arm, or of all arms if none is named.
/// @throws FileSystemError if the table cannot be read, InputError if it has other columns.
inline std::vector<ReferenceRow> read_reference(const std::string &name, const std::string &arm = "")
{
  const std::string file_name = TENOGEN_SOURCE_DIR "/tests/data/" + name;
  std::ifstream     file(file_name);
  std::string       line;
  if (!std::getline(file, line))
    throw FileSystemError("Cannot read " + file_name + ".");
  if (line != "arm,time [d],M,F,T,C,G,W,L,collagen_I,collagen_III,X,S,strain,modulus [MPa]")
    throw InputError(file_name + ": other columns than expected: " + line);
  std::vector<ReferenceRow> rows;
  while (std::getline(file, line))
  {
    std::istringstream cells(line);
    std::string        cell;
    ReferenceRow       row;
    std::getline(cells, row.arm, ',');
    std::getline(cells, cell, ',');
    row.day = std::stod(cell);
    for (double &value : row.values)
    {
      std::getline(cells, cell, ',');
      value = std::stod(cell);
    }
    if (arm.empty() || row.arm == arm)
      rows.push_back(row);
  }
  return rows;
}
} // namespace tenogen::test

#endif
