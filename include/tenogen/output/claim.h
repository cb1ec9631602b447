#ifndef tenogen_output_claim_h
#define tenogen_output_claim_h

#include <filesystem>

namespace tenogen::output
{
/**
 * What one process has taken to do and no other shall. It ends with the object, or with the process however
 * that ends; processes that it has started meanwhile hold it too. By flock(), which some network file systems
 * honour on one machine only.
 */
class Claim
{
public:
  /// Tries to take it; the file is made where there is none.
  /// @throws FileSystemError also where the file system knows no locks
  explicit Claim(const std::filesystem::path &file);
  ~Claim();
  Claim(const Claim &)            = delete;
  Claim &operator=(const Claim &) = delete;

  /// Whether this process has it.
  bool is_held() const
  {
    return held;
  }

  /// Whether any process has it now. Needs no right to write.
  static bool is_taken(const std::filesystem::path &file);

private:
  int  descriptor = -1;
  bool held       = false;
};
} // namespace tenogen::output

#endif
