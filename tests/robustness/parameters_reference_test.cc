#include "tenogen/parameters/write_parameters.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

// docs/parameters.md is written by the program and must be up to date.
TEST(ParametersReference, IsWhatTheProgramWrites)
{
  std::ifstream      file(TENOGEN_SOURCE_DIR "/docs/parameters.md");
  std::ostringstream stored, written;
  stored << file.rdbuf();
  tenogen::parameters::write_parameters(written, tenogen::parameters::ParameterSet(),
                                        tenogen::parameters::Format::markdown);
  EXPECT_EQ(stored.str(), written.str())
      << "Run `tenogen parameters --format markdown > docs/parameters.md` and look at the difference.";
}
