// SPDX-License-Identifier: MIT
// What expressions mean, by a small interpreter that walks the tree with integers of 128 bits and
// exact decimals, and knows null.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace steward::rules::property {

__extension__ using Wide = __int128;
using Number = boost::multiprecision::cpp_rational;

/// A value of any type; `std::monostate` is null. Instants, durations and the starts of dates are
/// microseconds.
using Answer = std::variant<std::monostate, bool, std::int64_t, std::string, Number>;

struct Record {
  std::map<std::string, Answer> fields;
  std::map<std::string, std::string> stored;  ///< of some the text in the database; none: null
  std::vector<Record> parts;
};

/// What an expression is worth on a record; loop variables stand in `scopes`.
struct World {
  const Record* record;
  std::map<std::string, Answer> elements;
  std::map<std::string, const Record*> rows;
};
using Meaning = std::function<Answer(const World&)>;

/// An expression as it is written, and what it means.
struct Sample {
  std::string text;
  Meaning meaning;
};

inline constexpr std::int64_t kFirst = -62135596800000000;  ///< the year 1
inline constexpr std::int64_t kLast = 253402300799999999;   ///< the end of the year 9999
inline constexpr std::int64_t kLongest = 315576000000000000;

[[nodiscard]] bool is_null(const Answer& answer);
[[nodiscard]] std::int64_t whole(const Answer& answer);
/// Of an integer or a number.
[[nodiscard]] Number exact(const Answer& answer);

/// Null out of these bounds.
[[nodiscard]] Answer bounded(Wide value, Wide least, Wide most);
[[nodiscard]] Answer integer(Wide value);
/// Null out of the range of a double.
[[nodiscard]] Answer number(const Number& value);
/// "-12.50", "1e131071" or "Infinity", which is greater than all that a column can hold.
[[nodiscard]] Number decimal(const std::string& text);

/// Null as soon as an operand is.
[[nodiscard]] Meaning strict(Meaning a, Meaning b,
                             std::function<Answer(const Answer&, const Answer&)> apply);

[[nodiscard]] Answer both(const Answer& a, const Answer& b);
[[nodiscard]] Answer either(const Answer& a, const Answer& b);
[[nodiscard]] Answer contrary(const Answer& a);
/// `all`, `exists` and `exists_one` over the truths of all elements.
[[nodiscard]] Answer quantified(const std::string& macro, const std::vector<Answer>& truths);

}  // namespace steward::rules::property
