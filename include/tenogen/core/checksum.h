#ifndef tenogen_core_checksum_h
#define tenogen_core_checksum_h

#include <boost/crc.hpp>

#include <cstdio>
#include <string>

namespace tenogen
{
/// CRC-64/XZ of bytes in 16 hexadecimal digits: the same on every machine, against accidents, not forgery.
inline std::string checksum(const std::string &bytes)
{
  boost::crc_optimal<64, 0x42F0E1EBA9EA3693ULL, ~0ULL, ~0ULL, true, true> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  char text[17];
  std::snprintf(text, sizeof(text), "%016llx", static_cast<unsigned long long>(crc.checksum()));
  return text;
}
} // namespace tenogen

#endif
