#include "fuzz/harness.h"
#include "fuzz/mutator.h"
#include "fuzz/scratch_folder.h"
#include "tenogen/fields/gmsh_file.h"
#include "tenogen/output/checkpoint.h"
#include "tenogen/output/checkpoint_folder.h"
#include "tenogen/parameters/bind.h"
#include "tenogen/parameters/write_parameters.h"
#include "tenogen/study/read_study.h"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <ctime>
#include <functional>
#include <iostream>

/// Mutated files, the same in every run (tests/fuzz contains the contracts and the mutator).
namespace
{
using namespace tenogen;
using namespace tenogen::fuzz;

/// Largest processor time for a small file [s]; processor time, because the machine may be busy.
constexpr double patience = 5.;

double processor_time()
{
  return double(std::clock()) / CLOCKS_PER_SEC;
}

/// Limits the process to 2 GB more than it uses, so that a reader that allocates what a file announces fails.
class MemoryLimit
{
public:
  MemoryLimit()
  {
#ifndef __SANITIZE_ADDRESS__ // which reserves terabytes of addresses and has its own limit
    getrlimit(RLIMIT_AS, &before);
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    rlimit limited   = before;
    limited.rlim_cur = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + (std::size_t(2) << 30);
    setrlimit(RLIMIT_AS, &limited);
#endif
  }
  ~MemoryLimit()
  {
#ifndef __SANITIZE_ADDRESS__
    setrlimit(RLIMIT_AS, &before);
#endif
  }

private:
  rlimit before = {};
};

/// Passes an input to a harness; keeps the input if it violates the contract or crashes the process.
void expect_promise_kept(const std::function<void(const std::uint8_t *, std::size_t)> &harness,
                         const std::string &input, const std::string &name)
{
  const auto        kept  = std::filesystem::temp_directory_path() / ("tenogen_" + name + ".input");
  const double      start = processor_time();
  const MemoryLimit limit;
  std::ofstream(kept, std::ios::binary) << input;
  bool broken = true;
  try
  {
    harness(reinterpret_cast<const std::uint8_t *>(input.data()), input.size());
    broken = false;
  }
  catch (const std::exception &error)
  {
    ADD_FAILURE() << name << ": " << error.what() << "\nThe input is " << kept;
  }
  const double time = processor_time() - start;
  if (time > patience)
    ADD_FAILURE() << name << " took " << time << " s.\nThe input is " << kept;
  if (!broken && time <= patience)
    std::filesystem::remove(kept);
}

/// The names of all sections and entries, and the words of the choices.
std::vector<std::string> parameter_words()
{
  std::vector<std::string> words = {"set",
                                    "subsection",
                                    "end",
                                    "include",
                                    "input.prm",
                                    "achilles_common.prm",
                                    "SET",
                                    "=",
                                    "#",
                                    "\\",
                                    "/dev/null",
                                    "true",
                                    "0: 1, 1: 2",
                                    "1, 1, 1, 1, 1; 2, 2, 2, 2, 2",
                                    "a: plate z = load"};
  parameters::ParameterSet set;
  parameters::Binder       binder;
  bind(binder, set);
  for (const auto &section : binder.sections())
    words.push_back(section.path.back());
  for (const auto &entry : binder.entries())
  {
    words.push_back(entry.name);
    words.insert(words.end(), entry.words.begin(), entry.words.end());
  }
  return words;
}

std::vector<std::string> parameter_lines()
{
  std::vector<std::string> lines = {"include input.prm",
                                    "include ./input.prm",
                                    "include achilles_treated.prm",
                                    "include .",
                                    "include doubling_0.prm",
                                    "include /dev/zero",
                                    "include",
                                    "end",
                                    "subsection Geometry",
                                    "subsection",
                                    "set Type = block",
                                    "set Type = file",
                                    "set = 1",
                                    "set"};
  parameters::ParameterSet set;
  parameters::Binder       binder;
  bind(binder, set);
  for (const auto &entry : binder.entries())
    lines.push_back("set " + entry.name + " = " + entry.text());
  return lines;
}

std::vector<std::string> parameter_seeds()
{
  std::vector<std::string> seeds;
  for (const auto &file : std::filesystem::recursive_directory_iterator(TENOGEN_SOURCE_DIR "/params"))
    if (file.path().extension() == ".prm")
      seeds.push_back(file_bytes(file.path()));
  std::sort(seeds.begin(), seeds.end()); // folders have no order
  std::ostringstream all_entries;
  write_parameters(all_entries, parameters::ParameterSet(), parameters::Format::prm);
  seeds.push_back(all_entries.str());
  return seeds;
}

void fuzz_parameter_files(const unsigned int n, const std::uint64_t seed)
{
  const auto seeds = parameter_seeds();
  Mutator    mutator(seed, parameter_words(), parameter_lines());
  for (unsigned int i = 0; i < n; ++i)
    expect_promise_kept(fuzz_parameters, mutator.mutated(seeds[mutator.below(seeds.size())]),
                        "parameters_" + std::to_string(seed) + "_" + std::to_string(i));
}

void fuzz_studies(const unsigned int n, const std::uint64_t seed)
{
  std::vector<std::string> seeds;
  for (const char *const name : {"uncertain_parameters", "virtual_cohort", "trial"})
    seeds.push_back(file_bytes(TENOGEN_SOURCE_DIR "/params/studies/" + std::string(name) + ".json"));
  Mutator mutator(seed, {"null",
                         "[]",
                         "{}",
                         "true",
                         "-1",
                         "0",
                         "0.5",
                         "1e999",
                         "1e19",
                         "\"\"",
                         "\"\\ud800\"",
                         "\"sobol\"",
                         "\"random\"",
                         "\"latin hypercube\"",
                         "\"grid\"",
                         "\"list\"",
                         "\"morris\"",
                         "\"saltelli\"",
                         "\"uniform\"",
                         "\"log-uniform\"",
                         "\"normal\"",
                         "\"truncated normal\"",
                         "\"log-normal\"",
                         "\"triangular\"",
                         "\"choices\"",
                         "\"levels\": [1, 2]",
                         "\"scales\"",
                         "\"arms\"",
                         "\"size\": 10000000",
                         "\"trajectories\": 5",
                         "\"second order\": true",
                         "\"file\": \"/dev/zero\"",
                         "../achilles_treated.prm",
                         "//",
                         "/*",
                         std::string(100000, '['),
                         std::string(20000, '[') + std::string(20000, ']')});
  for (unsigned int i = 0; i < n; ++i)
    expect_promise_kept(fuzz_study, mutator.mutated(seeds[mutator.below(seeds.size())]),
                        "study_" + std::to_string(seed) + "_" + std::to_string(i));
}

void fuzz_meshes(const unsigned int n, const std::uint64_t seed)
{
  const std::vector<std::string> seeds = {mesh_seed(1, 1, 1), mesh_seed(2, 1, 1), mesh_seed(2, 2, 2),
                                          file_bytes(TENOGEN_SOURCE_DIR "/tests/fuzz/cube_4.1.msh")};
  Mutator mutator(seed, {"$MeshFormat", "$Nodes", "$EndNodes", "$Elements", "$EndElements", "$PhysicalNames",
                         "$Entities", "4.1", "2.2", "1", "3", "5", "8", "\"\"", "\"left\""});
  for (unsigned int i = 0; i < n; ++i)
    expect_promise_kept(fuzz_mesh, mutator.mutated(seeds[mutator.below(seeds.size())]),
                        "mesh_" + std::to_string(seed) + "_" + std::to_string(i));
}

void fuzz_checkpoints(const unsigned int n, const std::uint64_t seed)
{
  Mutator mutator(seed, {"null",
                         "[]",
                         "{}",
                         "true",
                         "\"\"",
                         "\"\\ud800\"",
                         "[1, 2]",
                         "-1",
                         "0.5",
                         "1e999",
                         "\"numbers\"",
                         "\"records\"",
                         "\"schema\"",
                         "schema",
                         "program",
                         "tissues",
                         "step",
                         "time [day]",
                         "bytes",
                         "crc64",
                         "\"file\": 1,",
                         std::string(100000, '['),
                         std::string(20000, '[') + std::string(20000, ']')});
  for (unsigned int i = 0; i < n; ++i)
  {
    const auto        part = mutator.below(static_cast<std::size_t>(CheckpointPart::n_parts));
    const std::string text = mutator.mutated(checkpoint_seed(static_cast<CheckpointPart>(part)));
    expect_promise_kept(fuzz_checkpoint, static_cast<char>(part) + text,
                        "checkpoint_" + std::to_string(seed) + "_" + std::to_string(i));
  }
}

/// Checks that the seeds are accepted: a harness that refused every input would also fulfil its contract.
TEST(FuzzSeeds, AreAccepted)
{
  const ScratchFolder folder("seeds");
  for (const std::string &text : {mesh_seed(1, 1, 1), mesh_seed(2, 1, 1), mesh_seed(2, 2, 2),
                                  file_bytes(TENOGEN_SOURCE_DIR "/tests/fuzz/cube_4.1.msh")})
    EXPECT_GT(
        fields::read_gmsh(folder.write("seed.msh", text), MPI_COMM_SELF).triangulation->n_active_cells(), 0u);
  for (const char *const name : {"uncertain_parameters", "virtual_cohort", "trial"})
    EXPECT_FALSE(
        study::read_study(TENOGEN_SOURCE_DIR "/params/studies/" + std::string(name) + ".json").arms.empty());
  folder.write("seed.json", checkpoint_seed(CheckpointPart::marker));
  const std::string file = folder.write("seed.h5", checkpoint_seed(CheckpointPart::file));
  EXPECT_EQ(output::read_checkpoint(file).step, 7u);
  EXPECT_EQ(output::parse_header(checkpoint_seed(CheckpointPart::header), "seed").time, 0.25);
}

/// Inputs that once violated a contract and are now refused.
void read_corpus(const std::string &reader, void (*const harness)(const std::uint8_t *, std::size_t))
{
  unsigned int n = 0;
  for (const auto &file :
       std::filesystem::directory_iterator(TENOGEN_SOURCE_DIR "/tests/fuzz/corpus/" + reader))
  {
    expect_promise_kept(harness, file_bytes(file.path()), "corpus_" + file.path().filename().string());
    ++n;
  }
  EXPECT_GT(n, 0U);
}

TEST(FuzzParameters, InputsThatOnceFailed)
{
  read_corpus("parameters", fuzz_parameters);
}

TEST(FuzzMesh, InputsThatOnceFailed)
{
  read_corpus("mesh", fuzz_mesh);
}

TEST(FuzzParameters, MutatedFilesAreRefusedOrReadCorrectly)
{
  fuzz_parameter_files(1000, 1);
}

TEST(FuzzParametersLong, MutatedFilesAreRefusedOrReadCorrectly)
{
  fuzz_parameter_files(20000, 2);
}

TEST(FuzzStudy, MutatedFilesAreRefusedOrReadCorrectly)
{
  fuzz_studies(300, 1);
}

TEST(FuzzStudyLong, MutatedFilesAreRefusedOrReadCorrectly)
{
  fuzz_studies(5000, 2);
}

TEST(FuzzMesh, MutatedFilesAreRefusedOrReadCorrectly)
{
  fuzz_meshes(300, 1);
}

TEST(FuzzMeshLong, MutatedFilesAreRefusedOrReadCorrectly)
{
  fuzz_meshes(5000, 2);
}

TEST(FuzzCheckpoint, MutatedFilesMarkersAndHeadersAreRefusedOrReadCorrectly)
{
  fuzz_checkpoints(300, 1);
}

TEST(FuzzCheckpointLong, MutatedFilesMarkersAndHeadersAreRefusedOrReadCorrectly)
{
  fuzz_checkpoints(5000, 2);
}
} // namespace
