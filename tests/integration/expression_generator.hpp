// SPDX-License-Identifier: MIT
// Random expressions with what they mean, and random records to ask them of.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "integration/expression_meaning.hpp"
#include "steward/model/catalog.hpp"

namespace steward::rules::property {

using model::Type;

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  Sample make(Type type, int depth);
  std::size_t pick(std::size_t count) { return random_() % count; }

  Record record(bool with_parts);

 private:
  Answer maybe(Answer answer) { return pick(4) == 0 ? Answer() : answer; }

  std::int64_t any_integer();
  std::string any_text();
  std::int64_t any_instant();
  std::int64_t any_duration();
  /// Keeps what is stored in a column and means that, or nothing.
  void keep(Record& made, const std::string& name, const std::string& stored, Answer meaning);
  void keep_number(Record& made, const std::string& name, const std::vector<std::string>& edges);
  void keep_day(Record& made);
  static std::string quoted(const std::string& text);
  /// A field of the record or, in a macro over records, of one of them.
  Sample field(const std::vector<std::string>& names);
  Sample binary(const Sample& a, const std::string& symbol, const Sample& b,
                std::function<Answer(const Answer&, const Answer&)> apply);
  Sample choice(Type type, int depth);
  Sample boolean(int depth);
  Type any_type();
  Sample ordered(int depth);
  Sample equal(int depth);
  Sample null_test(int depth);
  Sample text_test(int depth);
  std::string any_macro();
  Sample over_parts(int depth);
  /// Elements of a list of integers: written out, or of the parts, perhaps filtered.
  struct List {
    std::string text;
    std::function<std::vector<Answer>(const World&)> elements;
  };

  List list(int depth);
  List filtered(const List& from, int depth);
  Sample over_list(int depth);
  Sample number(int depth);
  Sample decimal_number(int depth);
  Sample arithmetic(const Sample& a, const std::string& symbol, const Sample& b);
  Sample end_of_numbers();
  Sample day(int depth);
  /// Of a text that is not written out: a literal is checked when it is compiled.
  Sample converted();
  Sample truncated(int depth);
  Sample end_of_list(int depth);
  Sample text(int depth);
  Sample instant(int depth);
  Sample duration(int depth);

  std::mt19937_64 random_;
  std::vector<std::string> rows_;
  std::vector<std::string> elements_;
  int variables_ = 0;
};

}  // namespace steward::rules::property
