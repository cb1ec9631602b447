#include "tenogen/core/errors.h"
#include "tenogen/core/shell_words.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

namespace
{
using tenogen::shell_words;

/// The words into which /bin/sh splits a text, without expanding patterns.
std::vector<std::string> words_of_sh(const std::string &text)
{
  const std::string        script = "set -f; printf '%s\\n' " + text + "\n";
  const std::string        file   = testing::TempDir() + "words.sh";
  std::FILE *const         out    = std::fopen(file.c_str(), "w");
  std::vector<std::string> words;
  std::fputs(script.c_str(), out);
  std::fclose(out);
  std::FILE *const shell = popen(("sh " + file).c_str(), "r");
  std::string      word;
  for (int letter = std::fgetc(shell); letter != EOF; letter = std::fgetc(shell))
    if (letter != '\n')
      word += static_cast<char>(letter);
    else
    {
      words.push_back(word);
      word.clear();
    }
  pclose(shell);
  return words;
}

TEST(ShellWords, AreThoseOfAShell)
{
  for (const std::string &text : std::vector<std::string>{
           "--comment='two words' --partition=x", "--constraint='a|b'", "a  b\tc", "\"a b\"'c d'e", "''",
           "a '' b", "\"a \\\" b\" \"\\$x \\\\ \\` \\n\"", "a\\ b \\\"c \\'d", "'\\'", "\"it's\"",
           "--x=\"a'b\"'c\"d'", "mpirun --map-by 'ppr:2:node' -x \"PATH\""})
    EXPECT_EQ(shell_words(text), words_of_sh(text)) << text;
}

TEST(ShellWords, NothingIsExpanded)
{
  EXPECT_EQ(shell_words("$HOME ~ *.cc"), (std::vector<std::string>{"$HOME", "~", "*.cc"}));
  EXPECT_TRUE(shell_words(" \t ").empty());
}

TEST(ShellWords, UnclosedQuotesAreRefused)
{
  for (const std::string &text :
       std::vector<std::string>{"--comment='two words", "a \"b", "\"a'", "'", "a\\"})
    EXPECT_THROW(shell_words(text), tenogen::InputError) << text;
}
} // namespace
