#ifndef tenogen_core_units_h
#define tenogen_core_units_h

namespace tenogen
{
/// Days in a month (a twelfth of 365.25 days): output gives months, and the program computes in days.
constexpr double days_per_month = 30.4375;

/// Days in a year.
constexpr double days_per_year = 365.25;
} // namespace tenogen

#endif
