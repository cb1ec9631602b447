#ifndef tenogen_output_claim_h
#define tenogen_output_claim_h

#include <filesystem>

namespace tenogen::output
{
/**
 * What one process has taken to do and no other may do. It ends with the object, or with the process however
 * that ends. By flock(), which some network file systems honour on one machine only.
 */
class Claim
{
public:
  /// Who holds it beside this process.
  enum class Holders
  {
    this_process,
    children ///< the programs it starts meanwhile: a run keeps the claim when its worker is killed
  };

  /// Tries to take it; the file is made where there is none.
  /// @throws FileSystemError also where the file system knows no locks
  explicit Claim(const std::filesystem::path &file, Holders holders = Holders::this_process);
  ~Claim();
  Claim(const Claim &)            = delete;
  Claim &operator=(const Claim &) = delete;

  /// Whether this process holds it.
  bool is_held() const
  {
    return held;
  }

  /// Whether any process holds it now. Needs no right to write.
  static bool is_taken(const std::filesystem::path &file);

private:
  int  descriptor = -1;
  bool held       = false;
};
} // namespace tenogen::output

#endif
