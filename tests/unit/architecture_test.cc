#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

/**
 * Checks that no compiler makes: source folders include only the folders they may (docs/numerics.md, section
 * The code), no file contains a path of a developer's machine, and the files named in the README exist.
 */
namespace
{
namespace fs = std::filesystem;

const fs::path source = TENOGEN_SOURCE_DIR;

/// The folders that each folder may include, besides itself.
const std::map<std::string, std::set<std::string>> allowed = {
    {"core", {}},
    {"parameters", {"core"}},
    {"model", {"parameters", "core"}},
    {"fields", {"model", "parameters", "core"}},
    {"solvers", {"fields", "model", "parameters", "core"}},
    {"healing", {"solvers", "fields", "model", "parameters", "core"}},
    {"output", {"fields", "model", "parameters", "core"}},
    {"observe", {"fields", "model", "parameters", "core"}},
    {"study", {"observe", "parameters", "core"}},
    {"app", {"study", "observe", "output", "healing", "solvers", "fields", "model", "parameters", "core"}}};

std::vector<fs::path> files_below(const fs::path &folder, const std::set<std::string> &extensions)
{
  std::vector<fs::path> files;
  if (fs::exists(folder))
    for (const auto &entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file() && extensions.count(entry.path().extension().string()) > 0)
        files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> lines_of(const fs::path &file)
{
  std::ifstream            stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

/// `file:line`, with the path relative to the project.
std::string place(const fs::path &file, const std::size_t line)
{
  return fs::relative(file, source).string() + ":" + std::to_string(line + 1);
}

/// The folder that a line of code includes: the first one after `tenogen/`, empty for other lines.
std::string included_folder(const std::string &line)
{
  static const std::regex include("^\\s*#\\s*include\\s*[\"<]tenogen/([^/\">]+)/.*");
  std::smatch             match;
  return std::regex_match(line, match, include) ? match[1].str() : std::string();
}

/// The mistake in an include line of a file in a folder; empty if there is none.
std::string wrong_include(const std::string &folder, const std::string &line)
{
  const std::string target = included_folder(line);
  if (target.empty() || target == folder)
    return {};
  if (allowed.count(target) == 0)
    return "includes the unknown folder '" + target + "'";
  if (allowed.at(folder).count(target) > 0)
    return {};
  return "'" + folder + "' must not include '" + target + "'";
}

TEST(Architecture, FoldersAreOrdered)
{
  // Repeatedly removing folders that include only removed folders leaves none, so there is no cycle.
  std::set<std::string> removed;
  for (std::size_t round = 0; round < allowed.size(); ++round)
    for (const auto &[folder, targets] : allowed)
      if (std::includes(removed.begin(), removed.end(), targets.begin(), targets.end()))
        removed.insert(folder);
  EXPECT_EQ(removed.size(), allowed.size()) << "folders include one another in a cycle, or an unknown one";
}

TEST(Architecture, FindsAWrongInclude)
{
  EXPECT_EQ(included_folder("#include \"tenogen/fields/mesh.h\""), "fields");
  EXPECT_EQ(included_folder("  #  include <tenogen/core/log.h> // why"), "core");
  EXPECT_EQ(included_folder("#include <deal.II/base/mpi.h>"), "");
  EXPECT_EQ(included_folder("// #include \"tenogen/fields/mesh.h\""), "");
  EXPECT_NE(wrong_include("model", "#include \"tenogen/fields/mesh.h\""), "");
  EXPECT_NE(wrong_include("core", "#include \"tenogen/kitchen/sink.h\""), "");
  EXPECT_EQ(wrong_include("healing", "#include \"tenogen/solvers/transport.h\""), "");
  EXPECT_EQ(wrong_include("model", "#include \"tenogen/model/biology.h\""), "");
}

TEST(Architecture, FoldersIncludeOnlyWhatTheyMay)
{
  unsigned int n_includes = 0;
  for (const fs::path &root : {source / "include" / "tenogen", source / "src"})
    for (const auto &folder : fs::directory_iterator(root))
    {
      if (!folder.is_directory())
        continue;
      const std::string name = folder.path().filename().string();
      ASSERT_EQ(allowed.count(name), 1U)
          << folder.path() << " is a folder without rules; add it to this test and to docs/numerics.md";
      for (const fs::path &file : files_below(folder.path(), {".h", ".cc"}))
      {
        const auto lines = lines_of(file);
        for (std::size_t i = 0; i < lines.size(); ++i)
        {
          n_includes += included_folder(lines[i]).empty() ? 0 : 1;
          EXPECT_EQ(wrong_include(name, lines[i]), "") << place(file, i) << ": " << lines[i];
        }
      }
    }
  EXPECT_GT(n_includes, 50U) << "the include lines were not found";
}

TEST(Architecture, NoPathOfADevelopersMachine)
{
  // Folders where people keep their work, and paths that lead out of the project.
  const std::regex            home("(^|[^.\\w])/(home|root|Users|work|mnt|media|srv)/");
  const std::regex            upwards("(\\.\\./)+[\\w./-]*");
  const std::set<std::string> text = {".h",  ".cc", ".cmake", ".txt", ".in",  ".json",
                                      ".md", ".py", ".sh",    ".prm", ".yml", ""};
  std::vector<fs::path>       files;
  for (const char *folder :
       {".ci", "benchmarks", "cmake", "docs", "include", "meshes", "params", "scripts", "src", "tests"})
    for (const fs::path &file : files_below(source / folder, text))
      files.push_back(file);
  for (const auto &entry : fs::directory_iterator(source))
    if (entry.is_regular_file() && text.count(entry.path().extension().string()) > 0)
      files.push_back(entry.path());
  ASSERT_GT(files.size(), 100U) << "the project's files were not found";

  for (const fs::path &file : files)
  {
    const auto lines = lines_of(file);
    for (std::size_t i = 0; i < lines.size(); ++i)
    {
      EXPECT_FALSE(std::regex_search(lines[i], home)) << place(file, i) << ": " << lines[i];
      if (file.extension() == ".cc") // there, paths may start from the installed program
        continue;
      for (auto match = std::sregex_iterator(lines[i].begin(), lines[i].end(), upwards);
           match != std::sregex_iterator(); ++match)
      {
        const fs::path target = (file.parent_path() / match->str()).lexically_normal();
        EXPECT_EQ(target.string().rfind(source.lexically_normal().string(), 0), 0U)
            << place(file, i) << " leads out of the project: " << lines[i];
      }
    }
  }
}

/// Every part of a text that matches a pattern with one group, without repetitions.
std::set<std::string> found_in(const std::string &text, const std::string &pattern)
{
  const std::regex      expression(pattern);
  std::set<std::string> found;
  for (auto match = std::sregex_iterator(text.begin(), text.end(), expression);
       match != std::sregex_iterator(); ++match)
    found.insert((*match)[1].str());
  return found;
}

std::string readme()
{
  std::ostringstream text;
  text << std::ifstream(source / "README.md").rdbuf();
  return text.str();
}

TEST(Readme, LinkedFilesExist)
{
  // Targets of links and pictures, without web addresses and without the part after #.
  const auto links = found_in(readme(), "\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");
  EXPECT_GT(links.size(), 3U);
  for (const std::string &link : links)
    EXPECT_TRUE(fs::exists(source / link)) << "README.md links " << link << ", which does not exist";
}

TEST(Readme, NamedParameterFilesAndScriptsExist)
{
  const std::string text = readme();
  const auto        prm  = found_in(text, "\\b(params/[\\w/]+\\.prm)\\b");
  EXPECT_GT(prm.size(), 0U);
  for (const std::string &file : prm)
    EXPECT_TRUE(fs::is_regular_file(source / file)) << "README.md names " << file;
  for (const std::string &file : found_in(text, "\\b(scripts/[\\w/]+\\.(?:sh|py))\\b"))
    EXPECT_TRUE(fs::is_regular_file(source / file)) << "README.md names " << file;
}
} // namespace
