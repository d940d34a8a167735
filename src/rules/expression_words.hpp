// SPDX-License-Identifier: MIT
// Expressions in English, for people who do not read expressions. What cannot be said both shortly
// and exactly is quoted as it is written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/expression.hpp"
#include "rules/expression_paths.hpp"
#include "rules/organisation.hpp"
#include "steward/model/catalog.hpp"

namespace steward::rules {

/// Which end of its day a date means.
enum class DayEdge { beginning, end };

class ExpressionWords {
 public:
  /// `source` is the text that was parsed; both must outlive it.
  ExpressionWords(const model::Catalog& catalog, const model::Entity& subject,
                  std::string_view source)
      : source_(source), paths_(catalog, subject), of_organisation_(is_organisation(subject)) {}

  /// A condition after a noun: `whose client's tier is "priority" and whose status is "completed"`.
  [[nodiscard]] std::string which(const Expression& condition);
  /// A condition, or its contrary, as a sentence: `the client's tier is "priority"`.
  [[nodiscard]] std::string holds(const Expression& condition, bool negated = false);
  /// The same as something to wish for: `the client's tier were "priority"`.
  [[nodiscard]] std::string would_hold(const Expression& condition, bool negated = false);
  /// An instant: "the completed-at time".
  [[nodiscard]] std::string instant(const Expression& expression, DayEdge edge);
  /// Whose promise it is: "the client's account manager, or the enquiry desk where none is given".
  [[nodiscard]] std::string person(const Expression& expression);

  /// As it is written, on one line.
  [[nodiscard]] std::string written(const Expression& expression) const;

 private:
  /// With its article; or without where it is `owned`: then "whose", "the" or "its" goes before it.
  struct Noun {
    std::string words;
    model::Type type = model::Type::other;
    bool owned = false;
  };
  struct Clause {
    Noun subject;
    std::string predicate;  ///< its verb first
  };
  enum class Form { relative, sentence, wish };
  enum class Inside { nothing, all, any };

  std::string condition(const Expression& expression, bool negated, Form form,
                        Inside inside = Inside::nothing);
  Clause clause(const Expression& expression, bool negated);
  std::optional<Clause> known_clause(const Expression& expression, bool negated);
  std::optional<Clause> comparison(const Expression& expression, bool negated);
  std::optional<Clause> equality(const Noun& left, const Expression& right, bool same);
  std::optional<Clause> order(const Noun& left, const Expression& right, std::string_view symbol);
  std::optional<Clause> membership(const Expression& expression, bool negated);
  std::optional<Clause> text_test(const Expression& expression, bool negated);
  std::optional<Clause> given(const Expression& path, bool is_given);
  std::optional<Clause> quantified(const Expression& expression, bool negated);
  std::string in_form(const Clause& clause, Form form) const;

  std::optional<Noun> noun(const Expression& expression);
  std::optional<Noun> path_noun(const Expression& expression);
  std::optional<Noun> count(const Expression& rows);
  std::optional<Noun> extreme(const Expression& expression);
  std::optional<std::string> rows(const Expression& expression);
  std::optional<std::string> edge_of(const Expression& expression, DayEdge edge);
  std::optional<std::string> assignee(const Expression& expression);
  /// Of `a ? b : c`, the words for b and c put together.
  std::string choice(const Expression& expression, const std::string& first,
                     const std::string& second);
  [[nodiscard]] std::string with_article(const Noun& noun) const;

  std::string_view source_;
  ExpressionPaths paths_;
  bool of_organisation_;  ///< the subject is: its records are all that there are
};

}  // namespace steward::rules
