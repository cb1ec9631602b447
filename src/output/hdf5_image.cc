#include "tenogen/output/hdf5_image.h"

#include "tenogen/core/errors.h"

#include <hdf5.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace tenogen::output
{
static_assert(sizeof(hsize_t) == sizeof(unsigned long long) && sizeof(hid_t) == sizeof(long long));

namespace
{
/// Bytes by which a file in memory grows.
constexpr std::size_t increment = 1 << 20;

/// Volumes are compressed in chunks with at most this many voxels along each edge.
constexpr hsize_t      longest_chunk = 64;
constexpr unsigned int compression   = 1; ///< gzip level; level 4 takes three times as long and saves little

/// Closes an HDF5 object in its destructor.
class Handle
{
public:
  Handle(const hid_t id, herr_t (*const close)(hid_t))
    : id(id)
    , close(close)
  {
  }
  ~Handle()
  {
    if (id >= 0)
      close(id);
  }
  Handle(const Handle &)            = delete;
  Handle &operator=(const Handle &) = delete;

  operator hid_t() const // NOLINT(google-explicit-constructor): it is used like the identifier
  {
    return id;
  }

private:
  hid_t id;
  herr_t (*close)(hid_t);
};

/// The datatype of a text of this length, including its final zero.
Handle text_type(const std::string &text)
{
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, text.size() + 1);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return {type, H5Tclose};
}

/// A unique name for a file in memory, because HDF5 treats two files with the same name as one.
std::string next_name()
{
  static std::atomic<unsigned long> count(0);
  return "memory_" + std::to_string(count++);
}

/// Makes HDF5 create missing groups on the path of a dataset.
hid_t missing_groups()
{
  const hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  return links;
}

/// A dataspace with these extents, or for a single value if there are none.
Handle make_space(const std::vector<unsigned long long> &extents)
{
  // HDF5 1.14 has another integer type of the same size.
  const std::vector<hsize_t> sizes(extents.begin(), extents.end());
  return {sizes.empty() ? H5Screate(H5S_SCALAR)
                        : H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr),
          H5Sclose};
}

void require_rows(const std::string &dataset, const std::size_t n_values, const unsigned int n_columns)
{
  if (n_columns == 0 || n_values % n_columns != 0)
    throw Error(ExitCode::defect, "the values of " + dataset + " do not fill rows");
}

/// Prevents HDF5 from printing its errors during its lifetime; they become exceptions instead.
class ErrorsSilenced
{
public:
  ErrorsSilenced()
  {
    H5Eget_auto2(H5E_DEFAULT, &say, &listener);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  ~ErrorsSilenced()
  {
    H5Eset_auto2(H5E_DEFAULT, say, listener);
  }
  ErrorsSilenced(const ErrorsSilenced &)            = delete;
  ErrorsSilenced &operator=(const ErrorsSilenced &) = delete;

private:
  H5E_auto2_t say      = nullptr;
  void       *listener = nullptr;
};
} // namespace

Hdf5Image::Hdf5Image()
{
  const ErrorsSilenced silenced;
  const Handle         in_memory(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fapl_core(in_memory, increment, /*backing_store*/ 0);
  file = H5Fcreate(next_name().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, in_memory);
  if (file < 0)
    fail("cannot be created");
}

Hdf5Image::Hdf5Image(std::string bytes, std::string name)
  : name(std::move(name))
{
  const ErrorsSilenced silenced;
  const Handle         in_memory(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fapl_core(in_memory, increment, /*backing_store*/ 0);
  if (bytes.empty() || H5Pset_file_image(in_memory, bytes.data(), bytes.size()) < 0)
    fail("is empty");
  file = H5Fopen(next_name().c_str(), H5F_ACC_RDONLY, in_memory);
  if (file < 0)
    fail("is not an HDF5 file");
}

Hdf5Image::~Hdf5Image()
{
  if (file >= 0)
    H5Fclose(file);
}

void Hdf5Image::fail(const std::string &what) const
{
  throw FileSystemError("'" + name + "' " + what + ".");
}

void Hdf5Image::make_group(const std::string &group)
{
  const ErrorsSilenced silenced;
  const Handle         made(H5Gcreate2(file, group.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
  if (made < 0)
    fail("does not accept the group " + group);
}

void Hdf5Image::write(const std::string &dataset, const std::vector<double> &values, const std::string &unit)
{
  write(dataset, values.data(), H5T_NATIVE_DOUBLE, {values.size()}, unit);
}

void Hdf5Image::write_rows(const std::string &dataset, const std::vector<double> &values,
                           const unsigned int n_columns, const std::string &unit)
{
  require_rows(dataset, values.size(), n_columns);
  write(dataset, values.data(), H5T_NATIVE_DOUBLE, {values.size() / n_columns, n_columns}, unit);
}

void Hdf5Image::write_rows(const std::string &dataset, const std::vector<unsigned int> &values,
                           const unsigned int n_columns)
{
  require_rows(dataset, values.size(), n_columns);
  write(dataset, values.data(), H5T_NATIVE_UINT, {values.size() / n_columns, n_columns}, "-");
}

void Hdf5Image::write(const std::string &dataset, const std::vector<std::string> &texts)
{
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  std::vector<const char *> pointers;
  for (const std::string &text : texts)
    pointers.push_back(text.c_str());
  write(dataset, pointers.data(), type, {pointers.size()}, "-");
}

void Hdf5Image::write_volume(const std::string &dataset, const std::vector<double> &values,
                             const std::array<std::uint32_t, 3> &size, const std::string &unit)
{
  write(dataset, values.data(), H5T_NATIVE_DOUBLE, {size.begin(), size.end()}, unit, true);
}

void Hdf5Image::write_volume(const std::string &dataset, const std::vector<std::uint8_t> &values,
                             const std::array<std::uint32_t, 3> &size, const std::string &unit)
{
  write(dataset, values.data(), H5T_NATIVE_UINT8, {size.begin(), size.end()}, unit, true);
}

void Hdf5Image::write(const std::string &dataset, const void *const values, const long long type,
                      const std::vector<unsigned long long> &extents, const std::string &unit,
                      const bool is_compressed)
{
  {
    const ErrorsSilenced silenced;
    const Handle         space = make_space(extents);
    const Handle         creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    if (is_compressed)
    {
      std::vector<hsize_t> chunk(extents.begin(), extents.end());
      for (hsize_t &extent : chunk)
        extent = std::min<hsize_t>(extent, longest_chunk);
      H5Pset_chunk(creation, static_cast<int>(chunk.size()), chunk.data());
      H5Pset_shuffle(creation);
      H5Pset_deflate(creation, compression);
    }
    const Handle groups(missing_groups(), H5Pclose);
    const Handle data(H5Dcreate2(file, dataset.c_str(), type, space, groups, creation, H5P_DEFAULT),
                      H5Dclose);
    if (H5Dwrite(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
      fail("does not accept the dataset " + dataset);
  }
  set_attribute(dataset, "unit", unit);
}

void Hdf5Image::set_attribute(const std::string &object, const std::string &name, const double value)
{
  set_attribute(object, name, H5T_NATIVE_DOUBLE, &value, {});
}

void Hdf5Image::set_attribute(const std::string &object, const std::string &name,
                              const std::vector<double> &values)
{
  set_attribute(object, name, H5T_NATIVE_DOUBLE, values.data(), {values.size()});
}

void Hdf5Image::set_attribute(const std::string &object, const std::string &name, const std::string &text)
{
  // Variable length, which h5py and deal.II read best.
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  const char *const characters = text.c_str();
  set_attribute(object, name, type, &characters, {});
}

void Hdf5Image::set_attribute(const std::string &object, const std::string &name, const long long type,
                              const void *const values, const std::vector<unsigned long long> &extents)
{
  const ErrorsSilenced silenced;
  const Handle         space = make_space(extents);
  const Handle         owner(H5Oopen(file, object.c_str(), H5P_DEFAULT), H5Oclose);
  const Handle attribute(H5Acreate2(owner, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  if (H5Awrite(attribute, type, values) < 0)
    fail("does not accept the attribute " + name + " of " + object);
}

void Hdf5Image::write(const std::string &dataset, const std::string &text)
{
  const ErrorsSilenced silenced;
  const Handle         type = text_type(text), one(H5Screate(H5S_SCALAR), H5Sclose);
  const Handle data(H5Dcreate2(file, dataset.c_str(), type, one, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                    H5Dclose);
  if (H5Dwrite(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.c_str()) < 0)
    fail("does not accept the dataset " + dataset);
}

std::vector<double> Hdf5Image::read_numbers(const std::string &dataset, const std::size_t n_values) const
{
  const ErrorsSilenced silenced;
  const Handle         data(H5Dopen2(file, dataset.c_str(), H5P_DEFAULT), H5Dclose);
  if (data < 0)
    fail("has no dataset " + dataset);
  const Handle space(H5Dget_space(data), H5Sclose), type(H5Dget_type(data), H5Tclose);
  if (H5Tget_class(type) != H5T_FLOAT || H5Sget_simple_extent_npoints(space) != hssize_t(n_values))
    fail("has a dataset " + dataset + " of another size or kind than this mesh needs, " +
         std::to_string(n_values) + " numbers");
  std::vector<double> values(n_values);
  if (H5Dread(data, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    fail("has an unreadable dataset " + dataset);
  return values;
}

std::string Hdf5Image::read_text(const std::string &dataset) const
{
  const ErrorsSilenced silenced;
  const Handle         data(H5Dopen2(file, dataset.c_str(), H5P_DEFAULT), H5Dclose);
  if (data < 0)
    fail("has no dataset " + dataset);
  const Handle type(H5Dget_type(data), H5Tclose), space(H5Dget_space(data), H5Sclose);
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0 ||
      H5Sget_simple_extent_npoints(space) != 1)
    fail("has a dataset " + dataset + " that is not text");
  std::string text(H5Tget_size(type), '\0');
  if (H5Dread(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()) < 0)
    fail("has an unreadable dataset " + dataset);
  text.resize(text.find_last_not_of('\0') + 1);
  return text;
}

std::string Hdf5Image::bytes() const
{
  H5Fflush(file, H5F_SCOPE_LOCAL);
  const ssize_t size = H5Fget_file_image(file, nullptr, 0);
  std::string   result(size > 0 ? size : 0, '\0');
  if (size <= 0 || H5Fget_file_image(file, result.data(), result.size()) != size)
    fail("does not provide its file image");
  return result;
}
} // namespace tenogen::output
