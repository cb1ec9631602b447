#include "tenogen/parameters/number_text.h"
#include "tenogen/parameters/writers.h"

#include <cmath>
#include <cstdio>
#include <ostream>

namespace tenogen::parameters
{
namespace
{
std::string quoted(const std::string &text)
{
  std::string result = "\"";
  for (const char letter : text)
  {
    if (letter == '"' || letter == '\\')
      result += '\\';
    if (static_cast<unsigned char>(letter) < 0x20)
    {
      char code[8];
      std::snprintf(code, sizeof(code), "\\u%04x", static_cast<unsigned int>(letter));
      result += code;
    }
    else
      result += letter;
  }
  return result + "\"";
}

/// `a, b; c, d` -> `[[a, b], [c, d]]`
std::string nested_list(const std::string &text, const char outer, const char inner)
{
  std::string result;
  for (const auto &row : split(text, outer))
  {
    std::string numbers;
    for (const auto &number : split(row, inner))
      numbers += (numbers.empty() ? "" : ", ") + number;
    result += (result.empty() ? "[" : ", [") + numbers + "]";
  }
  return "[" + result + "]";
}

std::string json_value(const Entry &entry, const std::string &text)
{
  switch (entry.type)
  {
  case ValueType::number:
  case ValueType::integer:
  case ValueType::boolean:
    return text;
  case ValueType::table:
    return nested_list(text, ',', ':');
  case ValueType::depots:
    return nested_list(text, ';', ',');
  case ValueType::numbers:
    return "[" + text + "]";
  default:
    return quoted(text);
  }
}

std::string type_word(const ValueType type)
{
  switch (type)
  {
  case ValueType::number:
    return "number";
  case ValueType::integer:
    return "integer";
  case ValueType::boolean:
    return "boolean";
  case ValueType::word:
    return "word";
  case ValueType::table:
    return "table";
  case ValueType::numbers:
    return "numbers";
  case ValueType::depots:
    return "depots";
  default:
    return "text";
  }
}

std::string bound(const double value)
{
  return std::isfinite(value) ? to_text(value) : "null";
}

void write_entry(std::ostream &stream, const Entry &entry)
{
  const auto field = [&](const std::string &name, const std::string &value, const bool is_last = false)
  { stream << "    " << quoted(name) << ": " << value << (is_last ? "\n" : ",\n"); };
  const auto &plausible = entry.description.plausible;
  stream << "  " << quoted(entry.path()) << ": {\n";
  field("value", json_value(entry, entry.text()));
  field("default", json_value(entry, entry.default_text));
  field("text", quoted(entry.text()));
  field("type", quoted(type_word(entry.type)));
  field("unit", quoted(entry.unit()));
  if (entry.type == ValueType::number || entry.type == ValueType::integer)
    field("range", "[" + bound(entry.range.minimum) + ", " + bound(entry.range.maximum) + "]");
  if (plausible.is_stated())
    field("plausible", "[" + to_text(plausible.minimum) + ", " + to_text(plausible.maximum) + "]");
  field("allowed", quoted(entry.allowed));
  field("symbol", quoted(entry.description.symbol));
  field("meaning", quoted(entry.description.meaning));
  field("source", quoted(entry.description.source));
  field("confidence", quoted(to_text(entry.description.confidence)), true);
  stream << "  }";
}
} // namespace

void write_json(std::ostream &stream, const Binder &binder)
{
  stream << "{\n";
  bool is_first = true;
  for (const auto &entry : binder.entries())
  {
    stream << (is_first ? "" : ",\n");
    write_entry(stream, entry);
    is_first = false;
  }
  stream << "\n}\n";
}
} // namespace tenogen::parameters
