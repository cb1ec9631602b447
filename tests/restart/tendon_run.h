#ifndef tests_restart_tendon_run_h
#define tests_restart_tendon_run_h

#include "program.h"
#include "tenogen/fields/state_members.h"
#include "tenogen/output/hdf5_image.h"

#include <deal.II/base/hdf5.h>

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace tenogen::restart
{
namespace fs = std::filesystem;

inline std::string read_text(const fs::path &path)
{
  std::ifstream      stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// A table of numbers with its header.
struct History
{
  std::vector<std::string>         names;
  std::vector<std::vector<double>> rows;
};

inline History read_history(const fs::path &file)
{
  History            history;
  std::istringstream text(read_text(file));
  std::string        line, word;
  std::getline(text, line);
  std::istringstream header(line);
  while (std::getline(header, word, ','))
    history.names.push_back(word);
  while (std::getline(text, line))
  {
    std::istringstream row(line);
    history.rows.emplace_back();
    while (std::getline(row, word, ','))
      history.rows.back().push_back(std::stod(word));
  }
  return history;
}

/// A tendon coarser than any shipped, with all that a run has: injection, governor, visits.
class TendonRun : public ::testing::Test
{
protected:
  static void TearDownTestSuite()
  {
    fs::remove_all(shared());
  }

  TendonRun()
    : folder(fs::temp_directory_path() / ("tenogen_restart_" + std::to_string(getpid())))
  {
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::ofstream(folder / "tendon.prm") << R"(
      subsection Geometry
        subsection Mesh
          set Resolution = custom
          set Cells across width [-] = 2
          set Cells across thickness [-] = 2
          set Cells in the ring [-] = 1
          set Cells along the gap [-] = 5
          set Cells along the distal stump [-] = 3
          set Cells along the proximal stump [-] = 2
        end
      end
      subsection Initial state
        set Relax = false
      end
      subsection Treatment
        set Dose [cells] = 2e7
      end
      subsection MRI
        set Write = true
        subsection Grid
          set Spacing x [mm] = 2
          set Spacing y [mm] = 2
          set Samples per edge [-] = 1
        end
      end
      subsection Time
        set End [day] = 20
        set Visits [month] = 0, 0.1, 0.4
      end
    )";
  }
  ~TendonRun() override
  {
    fs::remove_all(folder);
  }

  /// Arguments of a run into a folder below `folder`, or an absolute one.
  std::vector<std::string> arguments(const std::string              &output,
                                     const std::vector<std::string> &more = {}) const
  {
    std::vector<std::string> all = {(folder / "tendon.prm").string(), "--output", (folder / output).string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  program::Ending run(const std::string &output, const std::vector<std::string> &more = {},
                      const unsigned int ranks = 1) const
  {
    return program::run(arguments(output, more), ranks);
  }

  /// The run that nothing disturbs, computed once for all tests of a suite. It must not be changed.
  fs::path whole(const unsigned int ranks = 1) const
  {
    const fs::path result = shared() / ("whole_" + std::to_string(ranks));
    if (!fs::exists(result))
    {
      EXPECT_EQ(run(result.string(), {"--quiet"}, ranks).exit_code, 0);
    }
    return result;
  }

  /// A run that has been stopped, with two checkpoints: a copy of one that all tests of a suite share.
  void stop_early(const std::string &output) const
  {
    const fs::path stopped = shared() / "stopped";
    if (!fs::exists(stopped))
    {
      program::Process process(program::run_command_line(
          arguments(stopped.string(), {"--set", "Output/Checkpoint/Simulated interval [day]=1e-9"})));
      ASSERT_TRUE(has_begun(process, stopped.string()));
      process.send(SIGUSR2);
      ASSERT_EQ(process.end().exit_code, 75);
    }
    fs::copy(stopped, folder / output, fs::copy_options::recursive);
  }

  /// Waits until a run has accepted its first steps.
  bool has_begun(program::Process &process, const std::string &output) const
  {
    for (unsigned int n = 0; n < 24000 && process.running(); ++n)
    {
      if (read_history(folder / output / "history.csv").rows.size() > 2)
        return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  fs::path folder; ///< of one test

private:
  /// Folder of the runs that the tests of a suite share.
  static fs::path shared()
  {
    return fs::temp_directory_path() / ("tenogen_restart_" + std::to_string(getpid()) + "_shared");
  }
};

/// The same rows to a relative tolerance. The balance error is rounding: small in both, not the same.
inline void expect_near(const History &found, const History &expected, const double tolerance)
{
  ASSERT_EQ(found.names, expected.names);
  ASSERT_EQ(found.rows.size(), expected.rows.size());
  for (std::size_t row = 0; row < found.rows.size(); ++row)
    for (std::size_t column = 0; column < found.names.size(); ++column)
    {
      const double a = found.rows[row][column], b = expected.rows[row][column];
      if (found.names[column] == "cell balance error [-]")
        EXPECT_LT(std::max(a, b), 1e-10);
      else
        EXPECT_NEAR(a, b, tolerance * std::abs(b)) << found.names[column] << " in row " << row;
    }
}

/// All of the summary but what depends on the machine and on how often the run was stopped.
inline nlohmann::json outcome_of(const fs::path &run)
{
  nlohmann::json summary = nlohmann::json::parse(read_text(run / "summary.json"));
  for (const char *const name : {"ranks", "setup [s]", "run [s]", "mechanics [s]", "biology [s]",
                                 "checkpoints [s]", "MRI [s]", "checkpoints"})
    summary["cost"].erase(name);
  return summary;
}
/// The values of a dataset.
inline std::vector<double> values_of(const fs::path &file, const std::string &dataset)
{
  dealii::HDF5::File data(file.string(), dealii::HDF5::File::FileAccessMode::open);
  return data.open_dataset(dataset).read<std::vector<double>>();
}

/// All that a checkpoint holds of the state: its header's numbers and every field's bytes.
inline std::string state_bytes(const fs::path &file)
{
  struct Reader
  {
    void number(const std::string &, double)
    {
    }
    void number(const std::string &, unsigned int)
    {
    }
    void field(const std::string &name, const fields::Vector &)
    {
      add(name, "vertices");
    }
    void displacement(const std::string &name, const fields::Vector &)
    {
      add(name, "displacement unknowns");
    }
    void add(const std::string &name, const std::string &size)
    {
      const std::vector<double> values = image.read_numbers("state/" + name, header["mesh"][size]);
      bytes.append(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(double));
    }
    const output::Hdf5Image image;
    nlohmann::ordered_json  header;
    std::string             bytes;
  };
  Reader reader{{read_text(file), file.string()}, {}, ""};
  reader.header = nlohmann::ordered_json::parse(reader.image.read_text("header"));
  reader.bytes  = reader.header["numbers"].dump();
  const fields::State names;
  fields::visit_members(names, reader);
  return reader.bytes;
}
} // namespace tenogen::restart

#endif
