#ifndef tenogen_output_hdf5_image_h
#define tenogen_output_hdf5_image_h

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace tenogen::output
{
/**
 * An HDF5 file in the memory of one process. Its checksum can be verified before it is read, and no error is
 * missed when it is written to disk. Errors of HDF5 are FileSystemErrors.
 */
class Hdf5Image
{
public:
  /// An empty file.
  Hdf5Image();
  /// The file with these bytes. @param name  of the file, for messages
  Hdf5Image(std::string bytes, std::string name);
  ~Hdf5Image();
  Hdf5Image(const Hdf5Image &)            = delete;
  Hdf5Image &operator=(const Hdf5Image &) = delete;

  void make_group(const std::string &group);

  /// Writes a dataset. Creates missing groups on its path.
  void write(const std::string &dataset, const std::vector<double> &values, const std::string &unit);

  /// Writes rows of n_columns numbers.
  void write_rows(const std::string &dataset, const std::vector<double> &values, unsigned int n_columns,
                  const std::string &unit);
  void write_rows(const std::string &dataset, const std::vector<unsigned int> &values,
                  unsigned int n_columns);
  void write(const std::string &dataset, const std::string &text);

  /// Writes texts of any length.
  void write(const std::string &dataset, const std::vector<std::string> &texts);

  /// Writes the values of voxels, compressed; the last index runs fastest.
  void write_volume(const std::string &dataset, const std::vector<double> &values,
                    const std::array<std::uint32_t, 3> &size, const std::string &unit);
  void write_volume(const std::string &dataset, const std::vector<std::uint8_t> &values,
                    const std::array<std::uint32_t, 3> &size, const std::string &unit);

  /// Sets an attribute of a dataset, or of the whole file, `/`.
  void set_attribute(const std::string &object, const std::string &name, double value);
  void set_attribute(const std::string &object, const std::string &name, const std::vector<double> &values);
  void set_attribute(const std::string &object, const std::string &name, const std::string &text);

  /// @param n_values  the number of values that the dataset must have
  std::vector<double> read_numbers(const std::string &dataset, std::size_t n_values) const;
  std::string         read_text(const std::string &dataset) const;

  /// The bytes of the file as it would be on disk.
  std::string bytes() const;

  /// Throws a FileSystemError: the file's name and what is wrong with it.
  [[noreturn]] void fail(const std::string &what) const;

private:
  void write(const std::string &dataset, const void *values, long long type,
             const std::vector<unsigned long long> &extents, const std::string &unit,
             bool is_compressed = false);
  void set_attribute(const std::string &object, const std::string &name, long long type, const void *values,
                     const std::vector<unsigned long long> &extents);

  std::string name = "the new file";
  long long   file = -1; ///< HDF5's identifier
};
} // namespace tenogen::output

#endif
