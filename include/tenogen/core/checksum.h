#ifndef tenogen_core_checksum_h
#define tenogen_core_checksum_h

#include <boost/crc.hpp>

#include <cstdio>
#include <string>

namespace tenogen
{
/// CRC-64/XZ checksum of bytes that are added in parts. It is the same on every machine and protects against
/// accidental changes, not against forgery.
class Checksum
{
public:
  void add(const std::string &bytes)
  {
    crc.process_bytes(bytes.data(), bytes.size());
  }

  /// The checksum of all bytes so far, as 16 hexadecimal digits.
  std::string text() const
  {
    char digits[17];
    std::snprintf(digits, sizeof(digits), "%016llx", static_cast<unsigned long long>(crc.checksum()));
    return digits;
  }

private:
  boost::crc_optimal<64, 0x42F0E1EBA9EA3693ULL, ~0ULL, ~0ULL, true, true> crc;
};

/// Checksum of these bytes.
inline std::string checksum(const std::string &bytes)
{
  Checksum result;
  result.add(bytes);
  return result.text();
}
} // namespace tenogen

#endif
