// SPDX-License-Identifier: MIT
#include "rules/rule_describer.hpp"

#include <fmt/format.h>

#include "rules/condition_parts.hpp"
#include "rules/expression_parser.hpp"
#include "rules/listing_compiler.hpp"
#include "rules/model_reader.hpp"
#include "rules/organisation.hpp"
#include "rules/record_reads.hpp"
#include "rules/review_rule.hpp"
#include "rules/rule_reader.hpp"
#include "rules/yaml_node.hpp"
#include "rules/yaml_parser.hpp"
#include "steward/rules/file_set.hpp"

namespace steward::rules {
namespace {

class Describer {
 public:
  Describer(const model::Catalog& catalog, const Naming& naming, const model::Entity& subject,
            Problems& problems)
      : catalog_(catalog),
        naming_(naming),
        subject_(subject),
        problems_(problems),
        reads_(catalog, subject) {}

  std::optional<RuleInWords> describe(const PlacedRule& placed) {
    described_.subjects = subjects();
    add_condition(placed.when);
    described_.starts = instant(placed.starts, DayEdge::beginning);
    described_.stops = instant(placed.stops, DayEdge::beginning);
    described_.due = instant(placed.due, DayEdge::end);
    describe_clock(placed);
    for (const auto& step : placed.steps) {
      if (!step.when) continue;
      const auto condition = sentence(step.when->expression);
      if (condition) described_.asked.emplace(step.when->name, condition->words);
    }
    described_.assign = said(placed.assign, [](ExpressionWords& words, const Expression& one) {
      return words.person(one);
    });
    if (problems_.has_errors() || !compile()) return std::nullopt;
    return std::move(described_);
  }

 private:
  std::string subjects() const {
    if (is_organisation(subject_)) return {};
    const auto name = spoken(subject_.name);
    return name.empty() || name.back() == 's' ? name : "records of " + name;
  }

  void add_condition(const std::optional<PlacedText>& when) {
    if (!when) return;
    const auto expression = parse_expression(*when, problems_);
    if (!expression) return;
    ExpressionWords words(catalog_, subject_, when->text());
    described_.which = words.which(*expression);
    auto taken = take_apart(*expression, when->text(), words, reads_);
    described_.condition = std::move(taken.condition);
    for (auto& [column, text] : taken.tests) {
      columns_.push_back({column, ListingKind::text, PlacedText(std::move(text), when->mark())});
    }
  }

  template <class Say>
  std::optional<ExpressionInWords> said(const std::optional<PlacedText>& text, Say say) {
    if (!text) return std::nullopt;
    const auto expression = parse_expression(*text, problems_);
    if (!expression) return std::nullopt;
    ExpressionWords words(catalog_, subject_, text->text());
    const auto marked = words.written(*expression);
    return ExpressionInWords{marked.substr(1, marked.size() - 2), say(words, *expression),
                             reads_.add(*expression, text->text())};
  }

  std::optional<ExpressionInWords> instant(const std::optional<PlacedText>& text, DayEdge edge) {
    return said(text, [&](ExpressionWords& words, const Expression& one) {
      return words.instant(one, edge);
    });
  }

  std::optional<ExpressionInWords> sentence(const std::optional<PlacedText>& text) {
    return said(text,
                [](ExpressionWords& words, const Expression& one) { return words.holds(one); });
  }

  std::optional<ExpressionInWords> as_written(const std::optional<PlacedText>& text) {
    return said(text,
                [](ExpressionWords& words, const Expression& one) { return words.written(one); });
  }

  void describe_clock(const PlacedRule& placed) {
    described_.within = as_written(placed.within);
    described_.calendar = as_written(placed.calendar_expression);
    const bool observed = placed.rule.clock.pauses == model::PauseKind::observed;
    described_.pauses = observed ? sentence(placed.pauses) : as_written(placed.pauses);
    if (!placed.within_table) return;
    for (const auto& field : placed.within_table->by) {
      if (const auto by = as_written(field)) described_.within_by.push_back(by->text);
    }
  }

  bool compile() {
    for (const auto& value : reads_.values()) {
      auto named = value;
      named.column = fmt::format("v{}", described_.read.size() + 1);
      const bool instant = value.type == model::Type::timestamp;
      columns_.push_back({named.column, instant ? ListingKind::instant : ListingKind::text,
                          PlacedText(expression_of(value), SourceMark{})});
      described_.read.push_back(std::move(named));
    }
    columns_.push_back({"key", ListingKind::text, std::nullopt});
    auto query = compile_listing(catalog_, naming_, subject_, columns_, true, problems_);
    if (!query) return false;
    query->sql =
        fmt::format("select l.key, cast(to_json(l) as text) as facts from ({}) as l", query->sql);
    described_.values = std::move(*query);
    return true;
  }

  const model::Catalog& catalog_;
  const Naming& naming_;
  const model::Entity& subject_;
  Problems& problems_;
  RecordReads reads_;
  RuleInWords described_;
  std::vector<ListingColumn> columns_;
};

}  // namespace

std::optional<RuleInWords> describe(const PlacedRule& placed, const model::Catalog& catalog,
                                    const Naming& naming, Problems& problems) {
  const auto* const subject = catalog.find(placed.rule.subject);
  if (subject == nullptr) return std::nullopt;
  return Describer(catalog, naming, *subject, problems).describe(placed);
}

namespace {

/// Of a rule about the review of another, which is in no file.
std::optional<RuleInWords> describe_review(const model::RuleSet& set, std::string_view rule,
                                           const ModelFile& model, Problems& problems) {
  const auto* review = set.rule(rule);
  const auto* reviewed =
      review == nullptr || review->reviews.empty() ? nullptr : set.rule(review->reviews);
  if (reviewed == nullptr || !reviewed->review_by) return RuleInWords{};
  const auto file = parse_yaml(SourceText(review->name, review_file(*reviewed)), problems);
  if (!file) return std::nullopt;
  for (const auto& placed : read_rules(*file, model.zone, problems)) {
    return describe(placed, review_catalog(), model.naming, problems);
  }
  return RuleInWords{};
}

}  // namespace

std::optional<RuleInWords> describe_rule(const model::RuleSet& set, std::string_view rule,
                                         Problems& problems) {
  const auto files = parse_files(set.files, problems);
  ModelFile model;
  for (const auto& [source, tree] : files.files) {
    if (source.kind != model::FileKind::model || tree == nullptr) continue;
    model = read_model(*tree, set.catalog, problems);
  }
  for (const auto& [source, tree] : files.files) {
    if (source.kind != model::FileKind::rule || tree == nullptr) continue;
    for (const auto& placed : read_rules(*tree, model.zone, problems)) {
      if (placed.rule.name != rule) continue;
      return describe(placed, with_organisation(set.catalog), model.naming, problems);
    }
  }
  if (problems.has_errors()) return std::nullopt;
  return describe_review(set, rule, model, problems);
}

}  // namespace steward::rules
