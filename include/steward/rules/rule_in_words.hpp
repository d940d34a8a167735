// SPDX-License-Identifier: MIT
// A rule's expressions in English, its condition taken apart, and the query for what they read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "steward/base/problem.hpp"
#include "steward/model/rule.hpp"

namespace steward::rules {

/// Something of the record that expressions read.
struct RecordValue {
  enum class Kind {
    value,     ///< a field
    presence,  ///< whether a relation leads anywhere: "true" or "false"
    count,     ///< how many records a relation leads to
  };
  std::string path;   ///< as the rule writes it, "client.tier"
  std::string words;  ///< "the client's tier"
  Kind kind = Kind::value;
  model::Type type = model::Type::text;
  std::string column;  ///< of `RuleInWords::values`
  bool operator==(const RecordValue&) const = default;
};

/// A condition, taken apart at its `&&` and `||`. A negation is carried inwards: `!(a && b)` is any
/// of `!a`, `!b`.
struct ConditionPart {
  enum class Kind { all, any, test };
  Kind kind = Kind::test;
  std::string text;                  ///< as it is written, on one line
  std::string words;                 ///< `the client's tier is "priority"`
  std::string contrary;              ///< `the client's tier is not "priority"`
  std::string wish;                  ///< `the client's tier were "priority"`
  std::string column;                ///< of a test: of `RuleInWords::values`, "true" or "false"
  std::vector<std::string> reads;    ///< of a test: paths
  std::vector<ConditionPart> parts;  ///< of all and any
  bool operator==(const ConditionPart&) const = default;
};

struct ExpressionInWords {
  std::string text;   ///< as it is written, on one line
  std::string words;  ///< "the completed-at time", "the client's account manager"
  std::vector<std::string> reads;
  bool operator==(const ExpressionInWords&) const = default;
};

struct RuleInWords {
  std::string subjects;  ///< "service deliveries"; "" when it is about the organisation
  std::string which;     ///< `whose status is "completed"`; "" without a condition
  std::optional<ConditionPart> condition;
  std::optional<ExpressionInWords> starts;
  std::optional<ExpressionInWords> stops;
  std::optional<ExpressionInWords> due;
  std::optional<ExpressionInWords> within;    ///< where the record gives the length
  std::optional<ExpressionInWords> calendar;  ///< where it names the calendar
  std::optional<ExpressionInWords> pauses;    ///< of observed ones the words are a sentence
  std::vector<std::string> within_by;         ///< the fields of a table of lengths
  std::optional<ExpressionInWords> assign;
  std::map<std::string, std::string> asked;  ///< conditions of steps as sentences, by their names
  std::vector<RecordValue> read;             ///< each path once
  /// For the text array `:keys`: key text, facts text: a JSON object of the columns named above;
  /// timestamps are microseconds since the epoch, all else is text.
  model::Query values;
};

/// The words for a rule of a set, from the files that the set was made of. Nothing when a mistake
/// was found after all, which is in `problems`. Of a rule that no file has, or that is about no
/// records, only what its words need not say.
[[nodiscard]] std::optional<RuleInWords> describe_rule(const model::RuleSet& set,
                                                       std::string_view rule, Problems& problems);

}  // namespace steward::rules
