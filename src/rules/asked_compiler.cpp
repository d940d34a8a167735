// SPDX-License-Identifier: MIT
#include "rules/asked_compiler.hpp"

#include <fmt/format.h>

#include <map>

#include "rules/contradictions.hpp"
#include "rules/expression_checker.hpp"
#include "rules/expression_parser.hpp"
#include "rules/frame.hpp"
#include "rules/sql_writer.hpp"
#include "rules/staff_path.hpp"
#include "steward/model/key_sql.hpp"

namespace steward::rules {

using model::Type;

class AskedCompiler::Implementation {
 public:
  Implementation(const model::Catalog& catalog, Naming naming, const model::Entity& subject,
                 Problems& problems)
      : naming_(std::move(naming)),
        problems_(problems),
        frame_(catalog, subject),
        writer_(naming_.zone) {}

  bool condition(const std::string& name, const PlacedText& expression) {
    if (is_asked(Kind::condition, name)) return true;
    const auto value = check(expression, Roles::refused);
    if (!value) return false;
    if (value->shape != Shape::scalar || value->type != Type::boolean) {
      problems_.error(expression.mark(),
                      fmt::format("'when' must be boolean, not {}", describe(*value)));
      return false;
    }
    if (!check_possible(*value, expression, problems_)) return false;
    answers_[name] = {Kind::condition,
                      fmt::format("to_json(coalesce({}, false))", writer_.value(*value))};
    return true;
  }

  bool person(const std::string& name, const PlacedText& expression) {
    if (is_asked(Kind::person, name)) return true;
    const auto value = check(expression, Roles::allowed);
    if (!value || !check_staff_path("never", expression, *value, naming_, frame_, problems_)) {
      return false;
    }
    const auto key = writer_.person(*value);
    answers_[name] = {Kind::person,
                      fmt::format("to_json(coalesce('person:' || {}, 'role:' || {}))",
                                  parenthesised(key), parenthesised(writer_.role(*value)))};
    return true;
  }

  bool row(const std::string& name, const DecisionTable& table) {
    if (is_asked(Kind::row, name)) return true;
    const auto checked = check_table(table, frame_, problems_);
    if (!checked) return false;
    answers_[name] = {Kind::row, fmt::format("to_json({})", row_number(*checked, writer_))};
    return true;
  }

  model::Query finish() {
    if (answers_.empty()) return {};
    std::string object;
    for (const auto& [name, answer] : answers_) {
      object += fmt::format("{}({}, {})", object.empty() ? "" : ", ", writer_.bind(name, "text"),
                            answer.sql);
    }
    const auto& subject = *frame_.subject().entity;
    return {fmt::format("select {} as key, (select cast(json_object_agg(f.name, f.value) as text) "
                        "from (values {}) as f(name, value)) as facts{} where {}",
                        SqlWriter::key(frame_.subject()), object,
                        SqlWriter::from(*frame_.subject().source),
                        model::is_among_keys("s", subject.key,
                                             model::sql_types(subject, subject.key), ":keys")),
            writer_.take_binds()};
  }

 private:
  enum class Kind { condition, person, row };
  struct Answer {
    Kind kind;
    std::string sql;  ///< of a JSON value
  };

  bool is_asked(Kind kind, const std::string& name) const {
    const auto known = answers_.find(name);
    return known != answers_.end() && known->second.kind == kind;
  }

  static std::string parenthesised(const std::string& sql) { return "(" + sql + ")"; }

  std::optional<Value> check(const PlacedText& text, Roles roles) {
    const auto expression = parse_expression(text, problems_);
    if (!expression) return std::nullopt;
    ExpressionChecker checker(frame_, text, roles, problems_);
    auto value = checker.check(*expression);
    if (roles == Roles::refused) value = checker.as_scalar(std::move(value));
    if (value.shape == Shape::wrong) return std::nullopt;
    return value;
  }

  Naming naming_;
  Problems& problems_;
  Frame frame_;
  SqlWriter writer_;
  std::map<std::string, Answer, std::less<>> answers_;
};

AskedCompiler::AskedCompiler(const model::Catalog& catalog, const Naming& naming,
                             const model::Entity& subject, Problems& problems)
    : implementation_(std::make_unique<Implementation>(catalog, naming, subject, problems)) {}

AskedCompiler::~AskedCompiler() = default;

bool AskedCompiler::condition(const std::string& name, const PlacedText& expression) {
  return implementation_->condition(name, expression);
}
bool AskedCompiler::person(const std::string& name, const PlacedText& expression) {
  return implementation_->person(name, expression);
}
bool AskedCompiler::row(const std::string& name, const DecisionTable& table) {
  return implementation_->row(name, table);
}
model::Query AskedCompiler::finish() {
  return implementation_->finish();
}

}  // namespace steward::rules
