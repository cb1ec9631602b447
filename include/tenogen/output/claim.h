#ifndef tenogen_output_claim_h
#define tenogen_output_claim_h

#include <filesystem>

namespace tenogen::output
{
/**
 * A claim on a task, which only one process at a time can hold. It is released with the object, or when the
 * process ends for any reason. It uses flock(), which some network file systems support only within one
 * machine.
 */
class Claim
{
public:
  /// Which processes hold the claim.
  enum class Holders
  {
    this_process,
    children ///< also programs started meanwhile: a run keeps the claim when its worker is killed
  };

  /// Tries to take the claim; creates the file if it does not exist.
  /// @throws FileSystemError, also if the file system does not support locks
  explicit Claim(const std::filesystem::path &file, Holders holders = Holders::this_process);
  ~Claim();
  Claim(const Claim &)            = delete;
  Claim &operator=(const Claim &) = delete;

  /// Whether this process holds the claim.
  bool is_held() const
  {
    return held;
  }

  /// Whether any process holds the claim now. Does not need write permission.
  static bool is_taken(const std::filesystem::path &file);

private:
  int  descriptor = -1;
  bool held       = false;
};
} // namespace tenogen::output

#endif
