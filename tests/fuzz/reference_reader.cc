#include "fuzz/reference_reader.h"

#include "fuzz/scratch_folder.h"
#include "tenogen/parameters/number_text.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <set>
#include <vector>

namespace tenogen::fuzz
{
namespace
{
using parameters::trimmed;

/// The lines as an editor shows them, also in files with single carriage returns.
std::vector<std::string> shown_lines(const std::string &text)
{
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n' || (text[i] == '\r' && i + 1 < text.size() && text[i + 1] != '\n'))
      lines.emplace_back();
    else
      lines.back() += text[i];
  return lines;
}

/// The lines without comments, with continuations joined.
std::vector<std::string> logical_lines(const std::string &text)
{
  std::vector<std::string> lines(1);
  for (const auto &shown : shown_lines(text))
  {
    const auto line = trimmed(shown.substr(0, shown.find('#')));
    lines.back() += line;
    if (!line.empty() && line.back() == '\\')
      lines.back().pop_back();
    else
      lines.emplace_back();
  }
  return lines;
}

std::string with_single_blanks(const std::string &text)
{
  std::istringstream words(text);
  std::string        result;
  for (std::string word; words >> word;)
    result += (result.empty() ? "" : " ") + word;
  return result;
}

void collect(const std::filesystem::path &file, std::map<std::string, std::string> &settings)
{
  std::string sections; // each followed by a slash
  for (const auto &line : logical_lines(file_bytes(file)))
  {
    const auto blank   = std::min(line.find_first_of(" \t"), line.size());
    const auto keyword = line.substr(0, blank);
    const auto rest    = trimmed(line.substr(blank));
    const auto equals  = rest.find('=');
    if (keyword == "subsection" || keyword == "SUBSECTION")
      sections += with_single_blanks(rest) + "/";
    else if (keyword == "end" || keyword == "END")
      sections.resize(sections.size() < 2 ? 0 : sections.rfind('/', sections.size() - 2) + 1);
    else if (keyword == "include" || keyword == "INCLUDE")
      collect(file.parent_path() / rest, settings);
    else if (keyword == "set" || keyword == "SET")
      settings[sections + with_single_blanks(rest.substr(0, equals))] = trimmed(rest.substr(equals + 1));
  }
}

std::vector<std::string> words_of(std::string value)
{
  constexpr std::string_view separators = ",:;=_";
  for (char &letter : value)
    if (separators.find(letter) != std::string_view::npos)
      letter = ' ';
  std::istringstream       stream(value);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

bool is_number(const std::string &word, double &value)
{
  const char *const begin = word.data() + (word[0] == '+' ? 1 : 0), *const end = word.data() + word.size();
  const auto read = std::from_chars(begin, end, value);
  return read.ec == std::errc() && read.ptr == end;
}
} // namespace

std::map<std::string, std::string> settings_in(const std::filesystem::path &file)
{
  std::map<std::string, std::string> settings;
  collect(file, settings);
  return settings;
}

bool is_same_value(const std::string &a, const std::string &b)
{
  const auto first = words_of(a), second = words_of(b);
  return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                    [](const std::string &one, const std::string &other)
                    {
                      double x = 0., y = 0.;
                      return one == other || (is_number(one, x) && is_number(other, y) && x == y);
                    });
}

ElementCounts count_elements(const std::string &text)
{
  ElementCounts                                               counts;
  std::set<std::pair<unsigned long, std::set<unsigned long>>> known; // group and nodes
  std::istringstream lines(text.substr(std::min(text.find("$Elements"), text.size())));
  for (std::string line; std::getline(lines, line) && line.rfind("$EndElements", 0) != 0;)
  {
    std::istringstream words(line);
    unsigned long      number = 0, type = 0, n_tags = 0;
    long               tag = 0;
    words >> number >> type >> n_tags;
    if (!words || (type != 3 && type != 5))
      continue;
    long group = 0;
    for (unsigned long i = 0; i < n_tags && words >> tag; ++i)
      group = i == 0 ? std::abs(tag) : group;
    std::set<unsigned long> nodes;
    for (unsigned long node = 0; words >> node;)
      nodes.insert(node);
    if (type == 5 && known.emplace(0, nodes).second)
      ++counts.n_cells;
    if (type == 3 && known.emplace(group, nodes).second)
      ++counts.faces[group];
  }
  return counts;
}
} // namespace tenogen::fuzz
