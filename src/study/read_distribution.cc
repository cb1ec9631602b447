#include "tenogen/parameters/number_text.h"
#include "tenogen/study/study_parts.h"

namespace tenogen::study
{
namespace
{
/// A number of a distribution and the member that stores it.
struct Member
{
  const char *name;
  double Distribution::*number;
};

/// A law, its name and its numbers.
struct Wording
{
  const char         *word;
  Law                 law;
  std::vector<Member> members;
};

const std::vector<Wording> &wordings()
{
  static const Member               low = {"low", &Distribution::low}, high = {"high", &Distribution::high};
  static const Member               mean = {"mean", &Distribution::mean}, sd = {"sd", &Distribution::sd};
  static const std::vector<Wording> all = {
      {"uniform", Law::uniform, {low, high}},
      {"log-uniform", Law::log_uniform, {low, high}},
      {"normal", Law::normal, {mean, sd}},
      {"truncated normal", Law::truncated_normal, {mean, sd, low, high}},
      {"log-normal", Law::log_normal, {{"median", &Distribution::median}, {"log sd", &Distribution::sd}}},
      {"triangular", Law::triangular, {low, {"mode", &Distribution::mode}, high}},
      {"choices", Law::choices, {}}};
  return all;
}

const Wording &wording_of(const Law law)
{
  for (const auto &wording : wordings())
    if (wording.law == law)
      return wording;
  return wordings().front();
}

/// `low = 3`, for the end of a sentence.
std::string shown(const char *const name, const double value)
{
  return std::string(name) + " = " + parameters::to_text(value);
}

/// Whether the numbers of a law are consistent.
void check_numbers(const JsonPlace &place, const Distribution &d)
{
  const bool has_bounds = d.is_bounded();
  if (has_bounds && d.low >= d.high)
    place.at("low").wrong("it must be below " + shown("high", d.high) + "; choose low < high");
  else if (d.law == Law::triangular && (d.mode < d.low || d.mode > d.high))
    place.at("mode").wrong("it is outside " + shown("low", d.low) + ", " + shown("high", d.high) +
                           "; choose a mode between them");
  else if (d.law == Law::truncated_normal && (d.mean < d.low || d.mean > d.high))
    place.at("mean").wrong("it is outside " + shown("low", d.low) + ", " + shown("high", d.high) +
                           "; choose a mean between them");
  if (d.law == Law::log_uniform && d.low <= 0.)
    place.at("low").wrong(
        "the logarithm requires a number above 0; change it, or use the distribution \"uniform\"");
  if (d.law == Law::log_normal && d.median <= 0.)
    place.at("median").wrong("the logarithm needs numbers above 0");
  if (d.sd <= 0.)
    place.at(d.law == Law::log_normal ? "log sd" : "sd").wrong("a standard deviation must be above 0");
}

/// @return whether there are any
bool read_choices(const JsonPlace &place, VariedParameter &parameter)
{
  parameter.distribution.law = Law::choices;
  for (const auto &item : place.items())
    if (const auto text = item.entry_text())
    {
      for (const auto &earlier : parameter.choices)
        if (earlier == *text)
          item.wrong("this value is listed twice; remove one");
      parameter.choices.push_back(*text);
    }
  parameter.distribution.count = parameter.choices.size();
  return !parameter.choices.empty();
}

/// @return whether all numbers of the law are there
bool read_numbers(const JsonPlace &place, const Wording &wording, Distribution &distribution)
{
  bool is_complete = true;
  for (const auto &member : wording.members)
  {
    const auto given            = place.required(member.name);
    const auto value            = given ? given->number() : std::optional<double>();
    is_complete                 = is_complete && value;
    distribution.*member.number = value.value_or(0.);
  }
  if (is_complete)
    check_numbers(place, distribution);
  return is_complete;
}

std::vector<std::string> words_of_laws()
{
  std::vector<std::string> words;
  for (const auto &wording : wordings())
    words.emplace_back(wording.word);
  return words;
}
} // namespace

std::string to_text(const Law law)
{
  return wording_of(law).word;
}

std::vector<std::pair<std::string, double>> numbers_of(const Distribution &distribution)
{
  std::vector<std::pair<std::string, double>> numbers;
  for (const auto &member : wording_of(distribution.law).members)
    numbers.emplace_back(member.name, distribution.*member.number);
  return numbers;
}

bool read_distribution(const JsonPlace &place, const std::vector<std::string> &others,
                       VariedParameter &parameter)
{
  auto allowed = others;
  if (place.has("levels"))
  {
    allowed.emplace_back("levels");
    place.is_object(allowed);
    return read_choices(place.at("levels"), parameter);
  }
  const auto member = place.required("distribution");
  const auto word   = member ? member->word(words_of_laws()) : std::optional<std::size_t>();
  if (!word)
    return false;

  const Wording &wording     = wordings()[*word];
  parameter.distribution.law = wording.law;
  allowed.emplace_back("distribution");
  for (const auto &number : wording.members)
    allowed.emplace_back(number.name);
  if (wording.law == Law::choices)
    allowed.emplace_back("values");
  place.is_object(allowed);
  if (wording.law != Law::choices)
    return read_numbers(place, wording, parameter.distribution);
  const auto values = place.required("values");
  return values && read_choices(*values, parameter);
}
} // namespace tenogen::study
