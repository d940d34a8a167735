// SPDX-License-Identifier: MIT
// Random expressions over random records: what their SQL answers is what a small interpreter does,
// which walks the tree with 128-bit integers and knows null.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <random>
#include <variant>

#include "rules/expression_checker.hpp"
#include "rules/expression_parser.hpp"
#include "rules/sql_writer.hpp"
#include "steward/base/instant.hpp"
#include "steward/store/database.hpp"
#include "store/session.hpp"
#include "support/crm_catalog.hpp"
#include "support/test_database.hpp"

namespace steward::rules {
namespace {

using model::Type;
__extension__ using Wide = __int128;

/// A value of any type; `std::monostate` is null. Instants and durations are microseconds.
using Answer = std::variant<std::monostate, bool, std::int64_t, std::string>;

bool is_null(const Answer& answer) {
  return std::holds_alternative<std::monostate>(answer);
}
std::int64_t whole(const Answer& answer) {
  return std::get<std::int64_t>(answer);
}

struct Record {
  std::map<std::string, Answer> fields;
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

constexpr std::int64_t kFirst = -62135596800000000;  // the year 1
constexpr std::int64_t kLast = 253402300799999999;   // the end of the year 9999
constexpr std::int64_t kLongest = 315576000000000000;

Answer bounded(Wide value, Wide least, Wide most) {
  if (value < least || value > most) return {};
  return static_cast<std::int64_t>(value);
}
Answer integer(Wide value) {
  return bounded(value, std::numeric_limits<std::int64_t>::min(),
                 std::numeric_limits<std::int64_t>::max());
}

/// Null as soon as an operand is.
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

/// `all`, `exists` and `exists_one` over the truths of all elements.
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

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  Sample make(Type type, int depth) {
    switch (type) {
      case Type::boolean:
        return boolean(depth);
      case Type::integer:
        return number(depth);
      case Type::text:
        return text(depth);
      case Type::timestamp:
        return instant(depth);
      default:
        return duration(depth);
    }
  }

  std::size_t pick(std::size_t count) { return random_() % count; }

  Record record(bool with_parts) {
    Record made;
    for (const auto* name : {"n", "m"}) made.fields[name] = maybe(any_integer());
    for (const auto* name : {"word", "other"}) made.fields[name] = maybe(any_text());
    for (const auto* name : {"flag", "mark"}) made.fields[name] = maybe(pick(2) == 0);
    for (const auto* name : {"at", "until"}) made.fields[name] = maybe(any_instant());
    made.fields["lasts"] = maybe(any_duration());
    for (std::size_t i = 0; with_parts && i < pick(4); ++i) made.parts.push_back(record(false));
    return made;
  }

 private:
  Answer maybe(Answer answer) { return pick(4) == 0 ? Answer() : answer; }

  std::int64_t any_integer() {
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
  std::string any_text() {
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
  std::int64_t any_instant() {
    static constexpr std::int64_t kEdges[] = {
        0, kFirst, kLast, 1774747815250000, -1, 951782400000000, 1767225599999999};
    return kEdges[pick(std::size(kEdges))];
  }
  std::int64_t any_duration() {
    static constexpr std::int64_t kEdges[] = {
        0, 1, -1, 5400000000, -86400000000, kLongest, -kLongest, 31536000000000};
    return kEdges[pick(std::size(kEdges))];
  }

  static std::string quoted(const std::string& text) {
    std::string literal = "'";
    for (const char c : text) {
      if (c == '\'' || c == '\\') literal += '\\';
      literal += c;
    }
    return literal + "'";
  }

  /// A field of the record or, in a macro over records, of one of them.
  Sample field(const std::vector<std::string>& names) {
    const auto name = names[pick(names.size())];
    if (rows_.empty() || pick(3) == 0) {
      return {name, [=](const World& world) { return world.record->fields.at(name); }};
    }
    const auto variable = rows_[pick(rows_.size())];
    return {variable + "." + name,
            [=](const World& world) { return world.rows.at(variable)->fields.at(name); }};
  }

  Sample binary(const Sample& a, const std::string& symbol, const Sample& b,
                std::function<Answer(const Answer&, const Answer&)> apply) {
    return {"(" + a.text + " " + symbol + " " + b.text + ")",
            strict(a.meaning, b.meaning, std::move(apply))};
  }

  Sample choice(Type type, int depth) {
    const auto condition = boolean(depth - 1);
    const auto yes = make(type, depth - 1);
    const auto no = make(type, depth - 1);
    return {
        "(" + condition.text + " ? " + yes.text + " : " + no.text + ")", [=](const World& world) {
          return condition.meaning(world) == Answer(true) ? yes.meaning(world) : no.meaning(world);
        }};
  }

  Sample boolean(int depth) {
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
        return {"!(" + a.text + ")",
                [=](const World& world) { return contrary(a.meaning(world)); }};
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

  Type any_type() {
    static constexpr Type kTypes[] = {Type::integer, Type::text, Type::timestamp, Type::interval,
                                      Type::boolean};
    return kTypes[pick(std::size(kTypes))];
  }

  Sample ordered(int depth) {
    const auto type = any_type();
    const auto a = make(type, depth - 1);
    const auto b = make(type, depth - 1);
    static const std::string kSymbols[] = {"<", "<=", ">", ">="};
    const auto at = pick(4);
    return binary(a, kSymbols[at], b, [at](const Answer& x, const Answer& y) -> Answer {
      return at == 0 ? x < y : at == 1 ? x <= y : at == 2 ? x > y : x >= y;
    });
  }

  Sample equal(int depth) {
    const auto type = any_type();
    const auto a = make(type, depth - 1);
    const auto b = make(type, depth - 1);
    const bool same = pick(2) == 0;
    return {"(" + a.text + (same ? " == " : " != ") + b.text + ")", [=](const World& world) {
              return Answer((a.meaning(world) == b.meaning(world)) == same);
            }};
  }

  Sample null_test(int depth) {
    const auto a = make(any_type(), depth - 1);
    return {"(" + a.text + " == null)",
            [=](const World& world) { return Answer(is_null(a.meaning(world))); }};
  }

  Sample text_test(int depth) {
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

  std::string any_macro() {
    static const std::string kMacros[] = {"all", "exists", "exists_one"};
    return kMacros[pick(3)];
  }

  Sample over_parts(int depth) {
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

  /// Elements of a list of integers: written out, or of the parts, perhaps filtered.
  struct List {
    std::string text;
    std::function<std::vector<Answer>(const World&)> elements;
  };

  List list(int depth) {
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

  List filtered(const List& from, int depth) {
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

  Sample over_list(int depth) {
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

  Sample number(int depth) {
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
        return converted();
      default:
        return end_of_list(depth);
    }
  }

  /// Of a text that is not written out: a literal is checked when it is compiled.
  Sample converted() {
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

  Sample end_of_list(int depth) {
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

  Sample text(int depth) {
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

  Sample instant(int depth) {
    if (depth <= 0) {
      if (pick(3) != 0) return field({"at", "until"});
      const auto value = any_instant();
      return {"timestamp('" + to_rfc3339(from_micros(value)) + "')",
              [=](const World&) { return Answer(value); }};
    }
    const auto a = instant(depth - 1);
    if (pick(4) == 0) return choice(Type::timestamp, depth);
    const bool minus = pick(2) == 0;
    return binary(a, minus ? "-" : "+", duration(depth - 1),
                  [minus](const Answer& x, const Answer& y) {
                    const Wide length = whole(y);
                    return bounded(Wide(whole(x)) + (minus ? -length : length), kFirst, kLast);
                  });
  }

  Sample duration(int depth) {
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
                    return bounded(Wide(whole(x)) + (minus ? -length : length), -kLongest,
                                   kLongest);
                  });
  }

  std::mt19937_64 random_;
  std::vector<std::string> rows_;
  std::vector<std::string> elements_;
  int variables_ = 0;
};

constexpr const char* kTables = R"(
create schema prop;
create table prop.records (id bigint primary key, n bigint, m bigint, word text, other text,
  flag boolean, mark boolean, at timestamptz, until timestamptz, lasts interval);
create table prop.parts (like prop.records, record_id bigint);
)";

model::Catalog catalog() {
  using test::field;
  const std::vector<model::Field> fields = {
      field("id", Type::integer, "bigint"),
      field("n", Type::integer, "bigint"),
      field("m", Type::integer, "bigint"),
      field("word", Type::text, "text"),
      field("other", Type::text, "text"),
      field("flag", Type::boolean, "boolean"),
      field("mark", Type::boolean, "boolean"),
      field("at", Type::timestamp, "timestamp with time zone"),
      field("until", Type::timestamp, "timestamp with time zone"),
      field("lasts", Type::interval, "interval"),
  };
  model::Entity records;
  records.name = records.table = "records";
  records.schema = "prop";
  records.key = {"id"};
  records.fields = fields;
  auto parts = records;
  parts.name = parts.table = "parts";
  records.relations = {test::to_many("parts", "record_id")};
  model::Catalog made;
  made.entities.emplace("records", records);
  made.entities.emplace("parts", parts);
  return made;
}

class ExpressionPropertyTest : public testing::Test {
 protected:
  static constexpr std::size_t kRecords = 24;
  static constexpr std::size_t kBatch = 20;

  ExpressionPropertyTest() { database.run(kTables); }

  void insert(const Record& record, std::int64_t id, std::int64_t parent) {
    const auto micros = [&](const char* name) -> model::Bind {
      const auto& value = record.fields.at(name);
      return is_null(value) ? model::Bind(nullptr) : model::Bind(whole(value));
    };
    const auto as_is = [&](const char* name) {
      return std::visit(
          [](const auto& value) -> model::Bind {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
              return nullptr;
            } else {
              return value;
            }
          },
          record.fields.at(name));
    };
    // Days and the rest apart: an interval is multiplied in double precision.
    static const std::string kInstant =
        "timestamptz 'epoch' + (cast(:{0} as bigint) / 86400000000) * interval '1 day' + "
        "(cast(:{0} as bigint) % 86400000000) * interval '1 microsecond'";
    auto sql = std::string("insert into prop.") + (parent == 0 ? "records" : "parts") +
               " values (:id, :n, :m, :word, :other, :flag, :mark, " +
               fmt::format(fmt::runtime(kInstant), "at") + ", " +
               fmt::format(fmt::runtime(kInstant), "until") +
               ", (cast(:lasts as bigint) / 1000000) * interval '1 second' + "
               "(cast(:lasts as bigint) % 1000000) * interval '1 microsecond'" +
               (parent == 0 ? ")" : ", :parent)");
    store::Binds binds = {{"id", id},
                          {"n", as_is("n")},
                          {"m", as_is("m")},
                          {"word", as_is("word")},
                          {"other", as_is("other")},
                          {"flag", as_is("flag")},
                          {"mark", as_is("mark")},
                          {"at", micros("at")},
                          {"until", micros("until")},
                          {"lasts", micros("lasts")}};
    if (parent != 0) binds.emplace("parent", parent);
    session.execute(sql, binds);
  }

  /// What the interpreter answered, as `SqlWriter::json` would have it.
  static std::string written(const Answer& answer) {
    if (is_null(answer)) return "null";
    if (const auto* truth = std::get_if<bool>(&answer)) return *truth ? "true" : "false";
    if (const auto* number = std::get_if<std::int64_t>(&answer)) return std::to_string(*number);
    return std::get<std::string>(answer);
  }

  /// A statement that fails says which expressions were in it.
  store::Rows run(const std::string& sql, const store::Binds& binds,
                  const std::vector<std::pair<Type, Sample>>& batch) {
    try {
      return session.query(sql, binds);
    } catch (const store::StatementFailed& failed) {
      std::string texts;
      for (const auto& [type, sample] : batch) texts += "\n" + sample.text;
      throw std::runtime_error(failed.what() + texts);
    }
  }

  /// Compiles a batch into one statement and compares what it says of each record.
  void compare(const std::vector<std::pair<Type, Sample>>& batch,
               const std::vector<Record>& records) {
    Frame frame(model, *model.find("records"));
    SqlWriter writer("UTC");
    std::string columns;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto& [type, sample] = batch[i];
      Problems problems;
      const PlacedText placed(sample.text, {"x", 1, 1, 1});
      const auto expression = parse_expression(placed, problems);
      ASSERT_TRUE(expression) << sample.text << "\n" << problems.render_all();
      ExpressionChecker checker(frame, placed, Roles::refused, problems);
      const auto value = checker.check(*expression);
      ASSERT_EQ(value.type, type) << sample.text << "\n" << problems.render_all();
      const bool time = type == Type::timestamp || type == Type::interval;
      columns +=
          fmt::format(", {} as v{}",
                      time ? "cast(" + writer.micros(value) + " as text)" : writer.text(value), i);
    }
    const auto sql =
        "select s.id as id" + columns + SqlWriter::from(*frame.subject().source) + " order by s.id";
    const auto rows = run(sql, writer.take_binds(), batch);
    ASSERT_EQ(rows.size(), records.size());
    for (std::size_t r = 0; r < records.size(); ++r) {
      const auto row = rows[static_cast<int>(r)];
      for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto found = row.optional_text(fmt::format("v{}", i)).value_or("null");
        const auto wanted = written(batch[i].second.meaning({&records[r], {}, {}}));
        ASSERT_EQ(found, wanted) << "record " << r + 1 << ": " << batch[i].second.text;
      }
    }
  }

  test::TestDatabase database;
  store::Session session{store::complete_connection(database.connection()).value()};
  model::Catalog model = catalog();
};

TEST_F(ExpressionPropertyTest, SQL_means_what_the_interpreter_does) {
  constexpr std::uint64_t kSeed = 20261124;
  constexpr std::size_t kExpressions = 3000;
  SCOPED_TRACE(fmt::format("seed {}", kSeed));
  Generator generator(kSeed);
  std::vector<Record> records;
  std::int64_t parts = 0;
  session.begin();
  for (std::size_t i = 0; i < kRecords; ++i) {
    records.push_back(generator.record(true));
    const auto id = static_cast<std::int64_t>(i + 1);
    insert(records.back(), id, 0);
    for (const auto& part : records.back().parts) insert(part, ++parts, id);
  }
  session.commit();
  static constexpr Type kTypes[] = {Type::boolean, Type::integer, Type::text, Type::timestamp,
                                    Type::interval};
  for (std::size_t done = 0; done < kExpressions && !HasFatalFailure(); done += kBatch) {
    std::vector<std::pair<Type, Sample>> batch;
    for (std::size_t i = 0; i < kBatch; ++i) {
      const auto type = kTypes[generator.pick(std::size(kTypes))];
      batch.emplace_back(type, generator.make(type, 1 + static_cast<int>(generator.pick(4))));
    }
    compare(batch, records);
  }
}

}  // namespace
}  // namespace steward::rules
