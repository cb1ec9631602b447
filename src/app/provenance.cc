#include "tenogen/app/provenance.h"

#include "tenogen/app/petsc_options.h"
#include "tenogen/core/checksum.h"
#include "tenogen/core/read_file.h"
#include "tenogen/core/version.h"

#include <deal.II/base/mpi.h>

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <ctime>

namespace tenogen
{
namespace
{
std::string now_text()
{
  char              date[64] = "";
  const std::time_t now      = std::time(nullptr);
  std::strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
  return date;
}
} // namespace

std::string host_name()
{
  char host[256] = "";
  gethostname(host, sizeof(host) - 1);
  return host;
}

namespace
{
std::string program_text(const std::string &number, const std::string &revision, const std::string &build)
{
  return "tenogen " + number + " (" + revision + ", " + build + ")";
}
} // namespace

std::string program_name()
{
  return program_text(version::tenogen, version::git_revision, version::build_type);
}

namespace
{
/// The content of a provenance.json; not an object if it cannot be read.
nlohmann::json json_in(const std::filesystem::path &file)
{
  std::error_code error;
  return std::filesystem::exists(file, error) ? nlohmann::json::parse(read_file(file), nullptr, false)
                                              : nlohmann::json();
}

bool was_resumed(const nlohmann::json &json)
{
  return json.contains("resumed") && json["resumed"].is_array() && !json["resumed"].empty();
}
} // namespace

std::string program_of(const std::filesystem::path &file)
{
  const auto json = json_in(file);
  if (!json.is_object())
    return "";
  if (was_resumed(json))
    return json["resumed"].back().value("program", "");
  return program_text(json.value("version", "?"), json.value("git revision", "?"),
                      json.value("build type", "?"));
}

unsigned int ranks_of(const std::filesystem::path &file)
{
  const auto json = json_in(file);
  if (!json.is_object())
    return 0;
  return was_resumed(json) ? json["resumed"].back().value("ranks", 0U) : json.value("ranks", 0U);
}

std::string provenance(const parameters::ParameterSet &parameters, const fields::Spaces &spaces,
                       const std::string &resolved, const RunOrigin &origin)
{
  nlohmann::ordered_json json = {{"program", "tenogen"},
                                 {"version", version::tenogen},
                                 {"git revision", version::git_revision},
                                 {"compiler", version::compiler},
                                 {"build type", version::build_type},
                                 {"deal.II", version::dealii},
                                 {"PETSc", version::petsc},
                                 {"started", now_text()},
                                 {"host", host_name()},
                                 {"ranks", dealii::Utilities::MPI::n_mpi_processes(spaces.communicator)},
                                 {"title", parameters.title},
                                 {"seed", parameters.initial_state.seed},
                                 {"parameters crc64", checksum(resolved)},
                                 {"PETSc options", given_petsc_options()},
                                 {"mesh cells", spaces.mesh.triangulation->n_global_active_cells()},
                                 {"mesh vertices", spaces.biology_dofs.n_dofs()}};
  if (origin.kind == RunOrigin::Kind::branched)
    json["branched from"] = {{"checkpoint", origin.file},
                             {"day", origin.header.time},
                             {"written by", origin.header.program},
                             {"checkpoint crc64", checksum(origin.bytes)}};
  return json.dump(2) + "\n";
}

std::string resumed_provenance(const std::filesystem::path &file, const RunOrigin &origin,
                               const MPI_Comm communicator)
{
  std::error_code        error;
  nlohmann::ordered_json json;
  if (std::filesystem::exists(file, error))
    json = nlohmann::ordered_json::parse(read_file(file), nullptr, false);
  if (!json.is_object() || !(json["resumed"].is_array() || json["resumed"].is_null()))
    json = {{"note", "the provenance of the start was not readable"}};
  json["resumed"].push_back({{"day", origin.header.time},
                             {"date", now_text()},
                             {"host", host_name()},
                             {"ranks", dealii::Utilities::MPI::n_mpi_processes(communicator)},
                             {"program", program_name()}});
  return json.dump(2) + "\n";
}
} // namespace tenogen
