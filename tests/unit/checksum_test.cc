#include "tenogen/core/checksum.h"

#include <gtest/gtest.h>

namespace
{
// The check value of CRC-64/XZ in the catalogue of parametrised CRC algorithms.
TEST(Checksum, IsThatOfTheCatalogue)
{
  EXPECT_EQ(tenogen::checksum("123456789"), "995dc9bbdf1939fa");
  EXPECT_EQ(tenogen::checksum(""), "0000000000000000");
}
} // namespace
