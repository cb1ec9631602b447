#include "fuzz/harness.h"
#include "fuzz/libfuzzer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, const std::size_t size)
{
  tenogen::fuzz::start_mpi();
  tenogen::fuzz::fuzz_study(data, size);
  return 0;
}
