#ifndef tenogen_tests_fuzz_harness_h
#define tenogen_tests_fuzz_harness_h

#include "tenogen/core/errors.h"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

/**
 * The contract of each file reader for arbitrary bytes, in the form that libFuzzer needs: one function per
 * reader, which returns if the contract holds and throws if it is violated. A crash is also a violation.
 */
namespace tenogen::fuzz
{
/// Thrown if a reader has violated its contract.
class Violation : public std::logic_error
{
public:
  using std::logic_error::logic_error;
};

inline void require(const bool kept, const std::string &broken)
{
  if (!kept)
    throw Violation(broken);
}

/// Checks a refusal: it must be a message for the user about bad input or the file system, with a reason, and
/// with the name of the file unless `named` is empty.
inline void require_proper_refusal(const Error &error, const std::string &named = "")
{
  require(error.exit_code == ExitCode::bad_input || error.exit_code == ExitCode::file_system,
          "refused with exit code " + std::to_string(static_cast<int>(error.exit_code)) + ": " +
              error.what());
  require(!std::string(error.what()).empty(), "refused without a message");
  require(std::string(error.what()).find(named) != std::string::npos,
          "refused without the name of the file: " + std::string(error.what()).substr(0, 1000));
}

inline std::string text_of(const std::uint8_t *data, const std::size_t size)
{
  return {reinterpret_cast<const char *>(data), size};
}

/// The text of a parameter file is refused; or all its settings have been read, every value is finite and
/// within its range, and the resolved file reads back to itself.
void fuzz_parameters(const std::uint8_t *data, std::size_t size);

/// The text of a study file is refused; or its points have finite values, and the study that is written reads
/// back as the same study.
void fuzz_study(const std::uint8_t *data, std::size_t size);

/// The text of a Gmsh file is refused; or every cell has a positive volume, cells and named faces are those
/// of the file, and the mesh that is written reads back as the same body.
void fuzz_mesh(const std::uint8_t *data, std::size_t size);

/// The part of a checkpoint that the input of fuzz_checkpoint replaces: its first byte, modulo the number of
/// parts.
enum class CheckpointPart : std::uint8_t
{
  file,   ///< the HDF5 file, next to an intact marker
  marker, ///< the marker, next to an intact file
  header, ///< the JSON text in an otherwise intact HDF5 file
  n_parts
};

/**
 * A damaged file or marker is refused, or its bytes are those that were written; a header is refused, or all
 * its numbers and those of the state are finite. HDF5 itself handles files that pass the checksum but are not
 * HDF5 files.
 */
void fuzz_checkpoint(const std::uint8_t *data, std::size_t size);

/// The undamaged text of a part, to be mutated.
std::string checkpoint_seed(CheckpointPart part);

/// A Gmsh file of a small block as the program writes it, to be mutated.
std::string mesh_seed(unsigned int cells_x, unsigned int cells_y, unsigned int cells_z);
} // namespace tenogen::fuzz

#endif
