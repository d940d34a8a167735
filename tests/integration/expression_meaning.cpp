// SPDX-License-Identifier: MIT
#include "integration/expression_meaning.hpp"

#include <algorithm>
#include <limits>

namespace steward::rules::property {
namespace {

using Digits = boost::multiprecision::cpp_int;

Number power_of_ten(unsigned exponent) {
  return boost::multiprecision::pow(Digits(10), exponent);
}

}  // namespace

bool is_null(const Answer& answer) {
  return std::holds_alternative<std::monostate>(answer);
}

std::int64_t whole(const Answer& answer) {
  return std::get<std::int64_t>(answer);
}

Number exact(const Answer& answer) {
  if (const auto* integer = std::get_if<std::int64_t>(&answer)) return *integer;
  return std::get<Number>(answer);
}

Answer bounded(Wide value, Wide least, Wide most) {
  if (value < least || value > most) return {};
  return static_cast<std::int64_t>(value);
}

Answer integer(Wide value) {
  return bounded(value, std::numeric_limits<std::int64_t>::min(),
                 std::numeric_limits<std::int64_t>::max());
}

Answer number(const Number& value) {
  static const auto kBound = decimal("1.7976931348623158e308");
  if (value <= -kBound || value >= kBound) return {};
  return value;
}

Number decimal(const std::string& text) {
  if (text == "Infinity") return power_of_ten(200000);
  const auto e = std::min(text.find('e'), text.size());
  auto exponent = e == text.size() ? 0 : std::stol(text.substr(e + 1));
  auto digits = text.substr(0, e);
  if (const auto point = digits.find('.'); point != std::string::npos) {
    exponent -= static_cast<long>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  const bool negative = digits.starts_with('-');
  digits.erase(0, digits.find_first_not_of("-0"));
  const Number value = digits.empty() ? Digits(0) : Digits(digits);
  const auto scale = power_of_ten(static_cast<unsigned>(exponent < 0 ? -exponent : exponent));
  const Number scaled = exponent < 0 ? Number(value / scale) : Number(value * scale);
  return negative ? Number(-scaled) : scaled;
}

Meaning strict(Meaning a, Meaning b, std::function<Answer(const Answer&, const Answer&)> apply) {
  return [=](const World& world) -> Answer {
    const auto left = a(world);
    const auto right = b(world);
    if (is_null(left) || is_null(right)) return {};
    return apply(left, right);
  };
}

Answer both(const Answer& a, const Answer& b) {
  if (a == Answer(false) || b == Answer(false)) return false;
  if (is_null(a) || is_null(b)) return {};
  return true;
}

Answer either(const Answer& a, const Answer& b) {
  if (a == Answer(true) || b == Answer(true)) return true;
  if (is_null(a) || is_null(b)) return {};
  return false;
}

Answer contrary(const Answer& a) {
  return is_null(a) ? Answer() : Answer(!std::get<bool>(a));
}

Answer quantified(const std::string& macro, const std::vector<Answer>& truths) {
  Answer all = true;
  Answer some = false;
  int count = 0;
  bool unknown = false;
  for (const auto& truth : truths) {
    all = both(all, truth);
    some = either(some, truth);
    count += truth == Answer(true) ? 1 : 0;
    unknown = unknown || is_null(truth);
  }
  if (macro == "all") return all;
  if (macro == "exists") return some;
  if (count > 1) return false;
  return unknown ? Answer() : Answer(count == 1);
}

}  // namespace steward::rules::property
