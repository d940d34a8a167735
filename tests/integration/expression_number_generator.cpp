// SPDX-License-Identifier: MIT
// The numbers of Generator, which are decimals, and its dates.
#include <limits>

#include "integration/expression_generator.hpp"

namespace steward::rules::property {

Sample Generator::truncated(int depth) {
  const auto of = decimal_number(depth - 1);
  return {"int(" + of.text + ")", [=](const World& world) -> Answer {
            const auto found = of.meaning(world);
            if (is_null(found)) return {};
            const auto& value = std::get<Number>(found);
            const auto whole_part = numerator(value) / denominator(value);
            constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
            constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
            if (whole_part < kLeast || whole_part > kMost) return {};
            return static_cast<std::int64_t>(whole_part);
          }};
}

Sample Generator::decimal_number(int depth) {
  if (depth <= 0) {
    if (pick(3) != 0) return field({"exact", "real_one", "small_one"});
    static const std::string kLiterals[] = {"0.0", "0.1", "-2.5", "1e308", "5e-324", "1e-300"};
    const auto written = kLiterals[pick(std::size(kLiterals))];
    return {written, [value = decimal(written)](const World&) { return Answer(value); }};
  }
  const auto a = decimal_number(depth - 1);
  switch (pick(7)) {
    case 0:
      return arithmetic(a, "+", decimal_number(depth - 1));
    case 1:
      return arithmetic(a, "-", decimal_number(depth - 1));
    case 2:
      return arithmetic(a, "*", decimal_number(depth - 1));
    case 3:
      return {"-(" + a.text + ")", [=](const World& world) {
                const auto value = a.meaning(world);
                return is_null(value) ? Answer() : property::number(-std::get<Number>(value));
              }};
    case 4:
      return choice(Type::number, depth);
    case 5: {
      const auto of = number(depth - 1);
      return {"double(" + of.text + ")", [=](const World& world) {
                const auto value = of.meaning(world);
                return is_null(value) ? Answer() : Answer(exact(value));
              }};
    }
    default:
      return end_of_numbers();
  }
}

/// Operands are bounded before anything is reckoned with them.
Sample Generator::arithmetic(const Sample& a, const std::string& symbol, const Sample& b) {
  return binary(a, symbol, b, [symbol](const Answer& x, const Answer& y) -> Answer {
    const auto left = property::number(std::get<Number>(x));
    const auto right = property::number(std::get<Number>(y));
    if (is_null(left) || is_null(right)) return {};
    const auto& first = std::get<Number>(left);
    const auto& second = std::get<Number>(right);
    if (symbol == "+") return property::number(first + second);
    if (symbol == "-") return property::number(first - second);
    return property::number(first * second);
  });
}

Sample Generator::end_of_numbers() {
  static const std::string kEnds[] = {"min", "max", "sum"};
  static const std::string kFields[] = {"exact", "real_one", "small_one"};
  const auto at = pick(3);
  const auto name = kFields[pick(3)];
  return {"parts.map(q, q." + name + ")." + kEnds[at] + "()", [=](const World& world) -> Answer {
            Answer end;
            Number sum = 0;
            for (const auto& part : world.record->parts) {
              const auto& element = part.fields.at(name);
              if (is_null(element)) continue;
              const auto addend = property::number(std::get<Number>(element));
              if (!is_null(addend)) sum += std::get<Number>(addend);
              const bool better = is_null(end) || (at == 0 ? element < end : element > end);
              if (better) end = element;
            }
            return at == 2 ? property::number(sum) : end;
          }};
}

Sample Generator::day(int depth) {
  return depth > 0 && pick(3) == 0 ? choice(Type::date, depth) : field({"day"});
}

void Generator::keep(Record& made, const std::string& name, const std::string& stored,
                     Answer meaning) {
  made.fields[name] = Answer();
  if (pick(4) == 0) return;
  made.stored[name] = stored;
  made.fields[name] = std::move(meaning);
}

void Generator::keep_number(Record& made, const std::string& name,
                            const std::vector<std::string>& edges) {
  const auto& stored = edges[pick(edges.size())];
  keep(made, name, stored, stored == "NaN" ? Answer() : Answer(decimal(stored)));
}

void Generator::keep_day(Record& made) {
  static const std::pair<const char*, Answer> kDays[] = {
      {"0001-01-01", kFirst},          {"9999-12-31", kLast + 1 - 86'400'000'000},
      {"1970-01-01", std::int64_t{0}}, {"2026-03-29", std::int64_t{1774742400000000}},
      {"infinity", Answer()},          {"-infinity", Answer()},
      {"5874897-12-31", Answer()},     {"0044-03-15 BC", Answer()},
  };
  const auto& [stored, meaning] = kDays[pick(std::size(kDays))];
  keep(made, "day", stored, meaning);
}

}  // namespace steward::rules::property
