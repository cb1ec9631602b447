#ifndef tenogen_tests_fuzz_harness_h
#define tenogen_tests_fuzz_harness_h

#include "tenogen/core/errors.h"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

/**
 * What each reader of files promises for any bytes whatever, in the form that libFuzzer wants: one function
 * per reader that returns where the promise was kept and throws where it was broken. A crash, too, is a
 * broken promise.
 */
namespace tenogen::fuzz
{
/// A reader has broken its promise.
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

/// A refusal is one for the person who started the program: bad input or file system, and it says why, and
/// of which file, where `named` is not empty.
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

/// The text of a parameter file is refused, or all that it says has arrived, every value is finite and in its
/// range, and the resolved file reads back to itself.
void fuzz_parameters(const std::uint8_t *data, std::size_t size);

/// The text of a study file is refused, or its points have finite values, and what is written of it reads
/// back as the same study.
void fuzz_study(const std::uint8_t *data, std::size_t size);

/// The text of a Gmsh file is refused, or every cell has a volume, cells and named faces are those of the
/// file, and what is written of it reads back as the same body.
void fuzz_mesh(const std::uint8_t *data, std::size_t size);

/// Which part of a checkpoint the input of fuzz_checkpoint stands for; its first byte, modulo their number.
enum class CheckpointPart : std::uint8_t
{
  file,   ///< the HDF5 file beside a whole marker
  marker, ///< the marker beside a whole file
  header, ///< the JSON text in an HDF5 file that is whole otherwise
  n_parts
};

/**
 * A damaged file or marker is refused, or its bytes are those that were written; a header is refused, or all
 * numbers of it and of the state are finite. What gets past the checksum and is no HDF5 file is up to HDF5.
 */
void fuzz_checkpoint(const std::uint8_t *data, std::size_t size);

/// The undamaged text of a part, to be mutated.
std::string checkpoint_seed(CheckpointPart part);

/// A Gmsh file of a small block as the program writes it, to be mutated.
std::string mesh_seed(unsigned int cells_x, unsigned int cells_y, unsigned int cells_z);
} // namespace tenogen::fuzz

#endif
