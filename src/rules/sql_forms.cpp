// SPDX-License-Identifier: MIT
#include "rules/sql_forms.hpp"

#include <fmt/format.h>

namespace steward::rules {
namespace {

/// `sql`, null where it is not between `below` and `above`, neither of them included. A null
/// becomes `below` on the way, and null again.
std::string between(std::string_view sql, std::string_view below, std::string_view above) {
  return fmt::format("nullif(nullif(least(greatest({0}, {1}), {2}), {2}), {1})", sql, below, above);
}

// Regular expressions for substring(), whose parentheses capture nothing. The last day of each
// month is in them: a cast would raise an error over the 30th of February.
constexpr std::string_view kInstant =
    "^(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
    "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?"
    "(?:Z|[+-](?:0[0-9]|1[0-5]):[0-5][0-9])$";
constexpr std::string_view kDuration =
    "^[+-]?(?:0|(?:(?:[0-9]{1,18}(?:\\.[0-9]{0,18})?|\\.[0-9]{1,18})(?:ns|us|µs|μs|ms|s|m|h))+)$";

}  // namespace

std::string bounded_integer(std::string_view numeric) {
  return fmt::format("cast({} as bigint)",
                     between(numeric, "-9223372036854775809", "9223372036854775808"));
}

std::string bounded_number(std::string_view numeric) {
  return between(numeric, "-1.7976931348623158e308", "1.7976931348623158e308");
}

std::string bounded_instant(std::string_view timestamptz) {
  return between(timestamptz, "timestamptz '0001-12-31 23:59:59.999999+00 BC'",
                 "timestamptz '10000-01-01 00:00:00+00'");
}

std::string bounded_duration(std::string_view interval) {
  return between(interval, "interval '-315576000000.000001 seconds'",
                 "interval '315576000000.000001 seconds'");
}

std::string in_calendar(std::string_view column) {
  return fmt::format("{0} >= date '0001-01-01' and {0} < date '10000-01-01'", column);
}

std::string integer_in(std::string_view text) {
  return fmt::format("cast(substring({} from '^[+-]?[0-9]{{1,255}}$') as numeric)", text);
}

std::string number_in(std::string_view text) {
  return fmt::format(
      "cast(substring({} from '^[+-]?(?:[0-9]{{1,255}}(?:\\.[0-9]{{0,255}})?|\\.[0-9]{{1,255}})"
      "(?:[eE][+-]?[0-9]{{1,3}})?$') as numeric)",
      text);
}

std::string instant_in(std::string_view text) {
  return bounded_instant(
      fmt::format("cast(substring({} from '{}') as timestamptz)", text, kInstant));
}

std::string duration_in(std::string_view text, std::string_view name) {
  // Of each part the number times its unit, in microseconds. Whole seconds and the rest apart: an
  // interval is multiplied in double precision.
  return fmt::format(
      "(select {bounded} from (select least(greatest(trunc(case when left({n}.v, 1) = '-' then -1 "
      "else 1 end * (select coalesce(sum(cast(p.m[1] as numeric) * case p.m[2] when 'ns' then "
      "0.001 "
      "when 'ms' then 1000 when 's' then 1000000 when 'm' then 60000000 when 'h' then 3600000000 "
      "else 1 end), 0) from regexp_matches({n}.v, '([0-9.]+)(ns|us|µs|μs|ms|s|m|h)', 'g') as "
      "p(m))), "
      "-315576000001000000), 315576000001000000) as us, {n}.v from (select substring({text} from "
      "'{pattern}') as v offset 0) as {n} offset 0) as {n} where {n}.v is not null)",
      fmt::arg("bounded",
               bounded_duration(fmt::format("cast(div({0}.us, 1000000) as double precision) * "
                                            "interval '1 second' + cast(mod({0}.us, 1000000) as "
                                            "double precision) * interval '1 microsecond'",
                                            name))),
      fmt::arg("n", name), fmt::arg("text", text), fmt::arg("pattern", kDuration));
}

std::string written_instant(std::string_view timestamptz) {
  return fmt::format(
      "rtrim(rtrim(to_char({} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '0'), '.') || "
      "'Z'",
      timestamptz);
}

std::string written_duration(std::string_view interval) {
  return fmt::format("trim_scale(extract(epoch from {})) || 's'", interval);
}

std::string written_number(std::string_view numeric) {
  // What is too small for a double is zero; a cast would raise an error.
  return fmt::format("cast(cast(round({}, 323) as double precision) as text)",
                     bounded_number(numeric));
}

}  // namespace steward::rules
