// SPDX-License-Identifier: MIT
#include "integration/expression_generator.hpp"

#include <fmt/format.h>

#include <limits>

#include "steward/base/instant.hpp"

namespace steward::rules::property {

Sample Generator::make(Type type, int depth) {
  switch (type) {
    case Type::boolean:
      return boolean(depth);
    case Type::integer:
      return number(depth);
    case Type::number:
      return decimal_number(depth);
    case Type::date:
      return day(depth);
    case Type::text:
      return text(depth);
    case Type::timestamp:
      return instant(depth);
    default:
      return duration(depth);
  }
}

Record Generator::record(bool with_parts) {
  Record made;
  for (const auto* name : {"n", "m"}) made.fields[name] = maybe(any_integer());
  for (const auto* name : {"word", "other"}) made.fields[name] = maybe(any_text());
  for (const auto* name : {"flag", "mark"}) made.fields[name] = maybe(pick(2) == 0);
  for (const auto* name : {"at", "until"}) made.fields[name] = maybe(any_instant());
  made.fields["lasts"] = maybe(any_duration());
  keep_number(made, "exact",
              {"0", "1", "-1", "0.30", "12345.678", "1e131071", "-1e131071", "1e-300", "1e308",
               "9007199254740993", "NaN", "Infinity"});
  keep_number(made, "real_one",
              {"0", "0.1", "0.3", "9007199254740991", "1e308", "-1.7976931348623157e308", "5e-324",
               "123456789.12345679", "NaN", "Infinity"});
  keep_number(made, "small_one", {"0", "0.1", "16777216", "1e-45", "3.4028235e38", "NaN"});
  keep_day(made);
  for (std::size_t i = 0; with_parts && i < pick(4); ++i) made.parts.push_back(record(false));
  return made;
}

std::int64_t Generator::any_integer() {
  static constexpr std::int64_t kEdges[] = {0,
                                            1,
                                            -1,
                                            2,
                                            3,
                                            7,
                                            -10,
                                            1000,
                                            4294967296,
                                            std::numeric_limits<std::int64_t>::max(),
                                            std::numeric_limits<std::int64_t>::min()};
  return kEdges[pick(std::size(kEdges))];
}

std::string Generator::any_text() {
  static const std::string kTexts[] = {"",
                                       "a",
                                       "A",
                                       "ab",
                                       " b ",
                                       "-12",
                                       "7",
                                       "true",
                                       "ä",
                                       "%_\\",
                                       "'; --",
                                       "\"x\"",
                                       ":p1",
                                       "$1",
                                       "1h30m",
                                       "2026-01-31T00:00:00Z",
                                       "99999999999999999999"};
  return kTexts[pick(std::size(kTexts))];
}

std::int64_t Generator::any_instant() {
  static constexpr std::int64_t kEdges[] = {0,  kFirst,          kLast,           1774747815250000,
                                            -1, 951782400000000, 1767225599999999};
  return kEdges[pick(std::size(kEdges))];
}

std::int64_t Generator::any_duration() {
  static constexpr std::int64_t kEdges[] = {
      0, 1, -1, 5400000000, -86400000000, kLongest, -kLongest, 31536000000000};
  return kEdges[pick(std::size(kEdges))];
}

std::string Generator::quoted(const std::string& text) {
  std::string literal = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') literal += '\\';
    literal += c;
  }
  return literal + "'";
}

Sample Generator::field(const std::vector<std::string>& names) {
  const auto name = names[pick(names.size())];
  if (rows_.empty() || pick(3) == 0) {
    return {name, [=](const World& world) { return world.record->fields.at(name); }};
  }
  const auto variable = rows_[pick(rows_.size())];
  return {variable + "." + name,
          [=](const World& world) { return world.rows.at(variable)->fields.at(name); }};
}

Sample Generator::binary(const Sample& a, const std::string& symbol, const Sample& b,
                         std::function<Answer(const Answer&, const Answer&)> apply) {
  return {"(" + a.text + " " + symbol + " " + b.text + ")",
          strict(a.meaning, b.meaning, std::move(apply))};
}

Sample Generator::choice(Type type, int depth) {
  const auto condition = boolean(depth - 1);
  const auto yes = make(type, depth - 1);
  const auto no = make(type, depth - 1);
  return {"(" + condition.text + " ? " + yes.text + " : " + no.text + ")", [=](const World& world) {
            return condition.meaning(world) == Answer(true) ? yes.meaning(world)
                                                            : no.meaning(world);
          }};
}

Sample Generator::boolean(int depth) {
  if (depth <= 0) {
    if (pick(4) != 0) return field({"flag", "mark"});
    const bool truth = pick(2) == 0;
    return {truth ? "true" : "false", [=](const World&) { return Answer(truth); }};
  }
  switch (pick(9)) {
    case 0: {
      const auto a = boolean(depth - 1);
      const auto b = boolean(depth - 1);
      const bool is_and = pick(2) == 0;
      return {"(" + a.text + (is_and ? " && " : " || ") + b.text + ")", [=](const World& world) {
                return is_and ? both(a.meaning(world), b.meaning(world))
                              : either(a.meaning(world), b.meaning(world));
              }};
    }
    case 1: {
      const auto a = boolean(depth - 1);
      return {"!(" + a.text + ")", [=](const World& world) { return contrary(a.meaning(world)); }};
    }
    case 2:
      return ordered(depth);
    case 3:
      return equal(depth);
    case 4:
      return null_test(depth);
    case 5:
      return text_test(depth);
    case 6:
      return over_parts(depth);
    case 7:
      return over_list(depth);
    default:
      return choice(Type::boolean, depth);
  }
}

Type Generator::any_type() {
  static constexpr Type kTypes[] = {Type::integer,   Type::number,   Type::text,   Type::date,
                                    Type::timestamp, Type::interval, Type::boolean};
  return kTypes[pick(std::size(kTypes))];
}

Sample Generator::ordered(int depth) {
  if (pick(8) == 0) {
    return binary(number(depth - 1), "<", decimal_number(depth - 1),
                  [](const Answer& x, const Answer& y) { return exact(x) < exact(y); });
  }
  if (pick(8) == 0) {
    return binary(instant(depth - 1), "<", day(depth - 1),
                  [](const Answer& x, const Answer& y) { return x < y; });
  }
  const auto type = any_type();
  const auto a = make(type, depth - 1);
  const auto b = make(type, depth - 1);
  static const std::string kSymbols[] = {"<", "<=", ">", ">="};
  const auto at = pick(4);
  return binary(a, kSymbols[at], b, [at](const Answer& x, const Answer& y) -> Answer {
    return at == 0 ? x < y : at == 1 ? x <= y : at == 2 ? x > y : x >= y;
  });
}

Sample Generator::equal(int depth) {
  const auto type = any_type();
  const auto a = make(type, depth - 1);
  const auto b = make(type, depth - 1);
  const bool same = pick(2) == 0;
  return {"(" + a.text + (same ? " == " : " != ") + b.text + ")", [=](const World& world) {
            return Answer((a.meaning(world) == b.meaning(world)) == same);
          }};
}

Sample Generator::null_test(int depth) {
  const auto a = make(any_type(), depth - 1);
  return {"(" + a.text + " == null)",
          [=](const World& world) { return Answer(is_null(a.meaning(world))); }};
}

Sample Generator::text_test(int depth) {
  const auto a = text(depth - 1);
  const auto b = text(depth - 1);
  static const std::string kNames[] = {"startsWith", "endsWith", "contains"};
  const auto at = pick(3);
  return {a.text + "." + kNames[at] + "(" + b.text + ")",
          strict(a.meaning, b.meaning, [at](const Answer& x, const Answer& y) -> Answer {
            const auto& all = std::get<std::string>(x);
            const auto& part = std::get<std::string>(y);
            if (at == 2) return all.find(part) != std::string::npos;
            if (part.size() > all.size()) return false;
            return at == 0 ? all.compare(0, part.size(), part) == 0
                           : all.compare(all.size() - part.size(), part.size(), part) == 0;
          })};
}

std::string Generator::any_macro() {
  static const std::string kMacros[] = {"all", "exists", "exists_one"};
  return kMacros[pick(3)];
}

Sample Generator::over_parts(int depth) {
  const auto variable = fmt::format("p{}", ++variables_);
  const auto macro = any_macro();
  rows_.push_back(variable);
  const auto body = boolean(depth - 1);
  rows_.pop_back();
  return {"parts." + macro + "(" + variable + ", " + body.text + ")", [=](const World& world) {
            std::vector<Answer> truths;
            auto inner = world;
            for (const auto& part : world.record->parts) {
              inner.rows[variable] = &part;
              truths.push_back(body.meaning(inner));
            }
            return quantified(macro, truths);
          }};
}

Generator::List Generator::list(int depth) {
  List made;
  if (pick(2) == 0) {
    made = {"parts.map(q, q.n)", [](const World& world) {
              std::vector<Answer> found;
              for (const auto& part : world.record->parts) found.push_back(part.fields.at("n"));
              return found;
            }};
  } else {
    std::vector<Sample> items;
    for (std::size_t i = 0; i <= pick(3); ++i) items.push_back(number(depth - 1));
    made.text = "[";
    for (const auto& item : items) made.text += (made.text.size() > 1 ? ", " : "") + item.text;
    made.text += "]";
    made.elements = [=](const World& world) {
      std::vector<Answer> found;
      for (const auto& item : items) found.push_back(item.meaning(world));
      return found;
    };
  }
  return pick(2) == 0 ? made : filtered(made, depth);
}

Generator::List Generator::filtered(const List& from, int depth) {
  const auto variable = fmt::format("f{}", ++variables_);
  const auto limit = number(depth - 1);
  return {from.text + ".filter(" + variable + ", " + variable + " > " + limit.text + ")",
          [=](const World& world) {
            std::vector<Answer> kept;
            const auto bound = limit.meaning(world);
            for (const auto& element : from.elements(world)) {
              if (!is_null(element) && !is_null(bound) && element > bound) {
                kept.push_back(element);
              }
            }
            return kept;
          }};
}

Sample Generator::over_list(int depth) {
  const auto from = list(depth - 1);
  const auto variable = fmt::format("x{}", ++variables_);
  const auto macro = any_macro();
  elements_.push_back(variable);
  const auto body = boolean(depth - 1);
  elements_.pop_back();
  return {from.text + "." + macro + "(" + variable + ", " + body.text + ")",
          [=](const World& world) {
            std::vector<Answer> truths;
            auto inner = world;
            for (const auto& element : from.elements(world)) {
              inner.elements[variable] = element;
              truths.push_back(body.meaning(inner));
            }
            return quantified(macro, truths);
          }};
}

Sample Generator::number(int depth) {
  if (!elements_.empty() && pick(3) == 0) {
    const auto variable = elements_[pick(elements_.size())];
    return {variable, [=](const World& world) { return world.elements.at(variable); }};
  }
  if (depth <= 0) {
    if (pick(3) != 0) return field({"n", "m"});
    const auto value = any_integer();
    return {fmt::format("{}", value), [=](const World&) { return Answer(value); }};
  }
  const auto a = number(depth - 1);
  switch (pick(8)) {
    case 0:
      return binary(a, "+", number(depth - 1), [](const Answer& x, const Answer& y) {
        return integer(Wide(whole(x)) + whole(y));
      });
    case 1:
      return binary(a, "-", number(depth - 1), [](const Answer& x, const Answer& y) {
        return integer(Wide(whole(x)) - whole(y));
      });
    case 2:
      return binary(a, "*", number(depth - 1), [](const Answer& x, const Answer& y) {
        return integer(Wide(whole(x)) * whole(y));
      });
    case 3:
      // A literal zero is refused: it is a field that divides.
      return binary(a, "/", field({"n", "m"}), [](const Answer& x, const Answer& y) {
        return whole(y) == 0 ? Answer() : integer(Wide(whole(x)) / whole(y));
      });
    case 4:
      return binary(a, "%", field({"n", "m"}), [](const Answer& x, const Answer& y) {
        return whole(y) == 0 ? Answer() : integer(Wide(whole(x)) % whole(y));
      });
    case 5:
      return {"-(" + a.text + ")", [=](const World& world) {
                const auto value = a.meaning(world);
                return is_null(value) ? Answer() : integer(-Wide(whole(value)));
              }};
    case 6:
      return pick(2) == 0 ? converted() : truncated(depth);
    default:
      return end_of_list(depth);
  }
}

Sample Generator::converted() {
  const auto word = field({"word", "other"});
  return {"int(" + word.text + ")", [=](const World& world) -> Answer {
            const auto found = word.meaning(world);
            if (is_null(found)) return {};
            const auto& digits = std::get<std::string>(found);
            const auto start = digits.find_first_of("0123456789");
            if (start == std::string::npos || start > 1 ||
                digits.find_first_not_of("0123456789", start) != std::string::npos ||
                (start == 1 && digits[0] != '-')) {
              return {};
            }
            Wide value = 0;
            for (auto at = start; at < digits.size(); ++at) value = value * 10 + digits[at] - '0';
            return integer(start == 1 ? -value : value);
          }};
}

Sample Generator::end_of_list(int depth) {
  const auto from = list(depth - 1);
  static const std::string kEnds[] = {"size", "min", "max", "sum"};
  const auto at = pick(4);
  return {from.text + "." + kEnds[at] + "()", [=](const World& world) -> Answer {
            const auto elements = from.elements(world);
            if (at == 0) return static_cast<std::int64_t>(elements.size());
            Answer end;
            Wide sum = 0;
            for (const auto& element : elements) {
              if (is_null(element)) continue;
              sum += whole(element);
              const bool better = is_null(end) || (at == 1 ? element < end : element > end);
              if (better) end = element;
            }
            return at == 3 ? integer(sum) : end;
          }};
}

Sample Generator::text(int depth) {
  if (depth <= 0) {
    if (pick(3) != 0) return field({"word", "other"});
    const auto value = any_text();
    return {quoted(value), [=](const World&) { return Answer(value); }};
  }
  const auto a = text(depth - 1);
  switch (pick(4)) {
    case 0:
      return binary(a, "+", text(depth - 1), [](const Answer& x, const Answer& y) -> Answer {
        return std::get<std::string>(x) + std::get<std::string>(y);
      });
    case 1: {
      const bool upper = pick(2) == 0;
      return {a.text + (upper ? ".upperAscii()" : ".lowerAscii()"),
              [=](const World& world) -> Answer {
                auto value = a.meaning(world);
                if (is_null(value)) return value;
                for (auto& c : std::get<std::string>(value)) {
                  if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
                  if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
                }
                return value;
              }};
    }
    case 2: {
      const auto value = number(depth - 1);
      return {"string(" + value.text + ")", [=](const World& world) -> Answer {
                const auto found = value.meaning(world);
                return is_null(found) ? Answer() : Answer(std::to_string(whole(found)));
              }};
    }
    default:
      return choice(Type::text, depth);
  }
}

Sample Generator::instant(int depth) {
  if (depth <= 0) {
    if (pick(3) != 0) return field({"at", "until"});
    const auto value = any_instant();
    return {"timestamp('" + to_rfc3339(from_micros(value)) + "')",
            [=](const World&) { return Answer(value); }};
  }
  const auto a = instant(depth - 1);
  if (pick(4) == 0) return choice(Type::timestamp, depth);
  if (pick(6) == 0) {
    const auto start = day(depth - 1);
    return {"timestamp(" + start.text + ")", start.meaning};
  }
  const bool minus = pick(2) == 0;
  return binary(a, minus ? "-" : "+", duration(depth - 1),
                [minus](const Answer& x, const Answer& y) {
                  const Wide length = whole(y);
                  return bounded(Wide(whole(x)) + (minus ? -length : length), kFirst, kLast);
                });
}

Sample Generator::duration(int depth) {
  if (depth <= 0) {
    if (pick(3) != 0) return field({"lasts"});
    const auto value = any_duration();
    return {fmt::format("duration('{}us')", value), [=](const World&) { return Answer(value); }};
  }
  if (pick(3) == 0) {
    return binary(instant(depth - 1), "-", instant(depth - 1),
                  [](const Answer& x, const Answer& y) {
                    return bounded(Wide(whole(x)) - whole(y), -kLongest, kLongest);
                  });
  }
  const bool minus = pick(2) == 0;
  return binary(duration(depth - 1), minus ? "-" : "+", duration(depth - 1),
                [minus](const Answer& x, const Answer& y) {
                  const Wide length = whole(y);
                  return bounded(Wide(whole(x)) + (minus ? -length : length), -kLongest, kLongest);
                });
}

}  // namespace steward::rules::property
