// SPDX-License-Identifier: MIT
// The text of a model.yaml that is being suggested, and whether it is right so far.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "steward/model/catalog.hpp"

namespace steward::rules {

class SuggestionDraft {
 public:
  explicit SuggestionDraft(const model::Catalog& catalog) : catalog_(catalog) {}

  /// Whether the text so far and `more` is a model.yaml without errors.
  [[nodiscard]] bool fits(const std::string& more) const;
  /// Takes it as it is.
  void add(const std::string& text) { text_ += text; }
  /// Takes it as comments.
  void add_comment(const std::string& text);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// The catalog as the text so far completes it.
  [[nodiscard]] model::Catalog completed() const;

 private:
  const model::Catalog& catalog_;
  std::string text_;
};

/// A name that expressions can spell, as near as can be: "Customer Orders" as customer_orders.
[[nodiscard]] std::string spelled(std::string_view name);

/// Adds the sections about people: who works here, who the clients are.
void suggest_people(SuggestionDraft& draft);

}  // namespace steward::rules
