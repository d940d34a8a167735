// SPDX-License-Identifier: MIT
#include "rules/rule_compiler.hpp"

#include <fmt/format.h>

#include "rules/contradictions.hpp"
#include "rules/expression_checker.hpp"
#include "rules/expression_parser.hpp"
#include "rules/frame.hpp"
#include "rules/read_collector.hpp"
#include "rules/sql_writer.hpp"
#include "rules/staff_path.hpp"
#include "steward/model/key_sql.hpp"

namespace steward::rules {
namespace {

using model::quoted;
using model::Type;

/// The type in which a message shows a value: its text where there is no better.
Type shown_as(Type type) {
  switch (type) {
    case Type::interval:
    case Type::range:
    case Type::multirange:
    case Type::list:
    case Type::other:
      return Type::text;
    default:
      return type;
  }
}

/// The subject's relation to its client: the one called "client", else the first.
const model::Relation* relation_to_client(const model::Entity& subject,
                                          const std::string& client_entity) {
  const model::Relation* first = nullptr;
  for (const auto& relation : subject.relations) {
    if (relation.to_many || relation.target != client_entity) continue;
    if (relation.name == "client") return &relation;
    if (first == nullptr) first = &relation;
  }
  return first;
}

/// `select key … page`: all subjects in the order of their keys.
model::Query page_query(const model::Entity& subject) {
  const auto types = model::sql_types(subject, subject.key);
  return {
      fmt::format("select {} as key from {} as s where {} order by {} "
                  "limit cast(:page as bigint)",
                  model::key_text(subject, subject.key, "s"), quoted(subject.schema, subject.table),
                  model::is_after_key("s", subject.key, types, ":after"),
                  model::key_order(subject.key, "s")),
      {}};
}

std::string restricted_to_keys(const model::Entity& entity) {
  return " where " + model::is_among_subjects("s", entity, ":keys");
}

}  // namespace

class RuleCompiler::Implementation {
 public:
  Implementation(const model::Catalog& catalog, Naming naming, const model::Entity& subject,
                 Problems& problems)
      : naming_(std::move(naming)),
        subject_(subject),
        problems_(problems),
        frame_(catalog, subject),
        facts_{Frame(catalog, subject), {}},
        grounds_{Frame(catalog, subject), {}} {}

  bool when(const PlacedText& expression) {
    auto value = check(expression, frame_, Roles::refused);
    if (!value) return false;
    if (value->shape != Shape::scalar || value->type != Type::boolean) {
      return refuse(expression, fmt::format("'when' must be boolean, not {}", describe(*value)));
    }
    when_ = std::move(value);
    return check_possible(*when_, expression, problems_);
  }

  bool instant(const PlacedText& expression, std::string_view part, std::optional<Value>& kept,
               Operation of_date) {
    auto value = check(expression, frame_, Roles::refused);
    if (!value) return false;
    const bool date = value->type == Type::date;
    if (value->shape != Shape::scalar || (!date && value->type != Type::timestamp)) {
      return refuse(expression, fmt::format("'{}' must be a timestamp or a date, not {}", part,
                                            describe(*value)));
    }
    if (date) {
      std::vector<Value> operands;
      operands.push_back(std::move(*value));
      const auto span = operands[0].span;
      value = made_of(of_date, Type::timestamp, span, std::move(operands));
    }
    kept = std::move(value);
    return true;
  }

  bool starts(const PlacedText& text) {
    return instant(text, "starts", starts_, Operation::start_of_day);
  }
  bool stops(const PlacedText& text) {
    if (!instant(text, "stops", stops_, Operation::start_of_day)) return false;
    note_evidence();
    return true;
  }
  bool due(const PlacedText& text) { return instant(text, "due", due_, Operation::end_of_day); }

  bool within(const PlacedText& expression) {
    if (!scalar(expression, "within", "a duration", Type::interval, within_)) return false;
    const auto* length = within_->operation == Operation::span
                             ? std::get_if<std::int64_t>(&within_->constant)
                             : nullptr;
    if (length == nullptr || *length > 0) return true;
    return refuse(expression, "'within' must be longer than zero");
  }
  bool within(const DecisionTable& table) {
    if (!has_keys(table.by.front())) return false;
    within_table_ = check_table(table, frame_, problems_);
    return within_table_.has_value();
  }
  bool calendar(const PlacedText& expression) {
    return scalar(expression, "calendar", "text, a calendar's name", Type::text, calendar_);
  }

  bool pauses(const PlacedText& expression) {
    const auto known = frame_.sources().size();
    auto value = check(expression, frame_, Roles::refused);
    if (!value) return false;
    // What is closed stays as it is, whatever its pauses were.
    for (auto at = known; at < frame_.sources().size(); ++at) {
      for (const auto& row : frame_.sources()[at]->rows) purposes_.for_live.insert(row.get());
    }
    const bool observed = value->shape == Shape::scalar && value->type == Type::boolean;
    if (!observed && value->shape != Shape::pairs) {
      return refuse(expression,
                    fmt::format("'pauses' must be a list of [from, to] or a boolean, not {}",
                                describe(*value)),
                    "for example client.quiet_periods.map(p, [p.from, p.to])");
    }
    pause_kind_ = observed ? model::PauseKind::observed : model::PauseKind::intervals;
    pauses_ = std::move(value);
    return true;
  }

  bool assign(const PlacedText& expression) {
    auto value = check(expression, frame_, Roles::allowed);
    if (!value) return false;
    if (!check_staff_path("assign", expression, *value, naming_, frame_, problems_)) return false;
    assign_ = std::move(value);
    return true;
  }

  bool fact(const std::string& name, const PlacedText& expression) {
    auto value = check(expression, facts_.frame, Roles::refused);
    if (!value) return false;
    if (value->shape != Shape::scalar || value->type == Type::json) {
      return refuse(expression, fmt::format("a message cannot show {}", describe(*value)),
                    value->shape == Shape::row ? "name one of its fields" : "");
    }
    facts_.values.insert_or_assign(name, std::move(*value));
    return true;
  }

  void ground(const std::string& name, const PlacedText& text) {
    Problems unseen;
    const auto expression = parse_expression(text, unseen);
    if (!expression) return;
    ExpressionChecker checker(grounds_.frame, text, Roles::refused, unseen);
    auto value = checker.as_scalar(checker.check(*expression));
    if (value.shape == Shape::scalar) grounds_.values.insert_or_assign(name, std::move(value));
  }

  Compiled finish() {
    Compiled compiled;
    compiled.evaluate = evaluate_query();
    compiled.page = page_query(subject_);
    compiled.facts = query(facts_);
    for (const auto& [name, value] : facts_.values) {
      compiled.fact_types.emplace(name, shown_as(value.type));
    }
    if (!grounds_.values.empty()) compiled.grounds = query(grounds_);
    compiled.reads = collect_reads(frame_, purposes_);
    compiled.pauses = pause_kind_;
    return compiled;
  }

 private:
  /// Values of the record by name, read together. Their frame is their own: what they read is not
  /// watched.
  struct NamedValues {
    Frame frame;
    std::map<std::string, Value, std::less<>> values;
  };

  bool refuse(const PlacedText& expression, std::string message, std::string hint = {}) {
    problems_.error(expression.mark(), std::move(message), std::move(hint));
    return false;
  }

  bool scalar(const PlacedText& expression, std::string_view part, std::string_view wanted,
              Type type, std::optional<Value>& kept) {
    auto value = check(expression, frame_, Roles::refused);
    if (!value) return false;
    if (value->shape != Shape::scalar || value->type != type) {
      return refuse(expression,
                    fmt::format("'{}' must be {}, not {}", part, wanted, describe(*value)));
    }
    kept = std::move(value);
    return true;
  }

  /// Tables that a rule must know rows of by key.
  bool has_keys(const PlacedText& expression) {
    if (!subject_.key.empty()) return true;
    return refuse(expression, fmt::format("'{}' has no primary key", subject_.name),
                  std::string(kNameTheKey));
  }

  std::optional<Value> check(const PlacedText& text, Frame& frame, Roles roles) {
    if (!has_keys(text)) return std::nullopt;
    const auto expression = parse_expression(text, problems_);
    if (!expression) return std::nullopt;
    ExpressionChecker checker(frame, text, roles, problems_);
    auto value = checker.check(*expression);
    if (roles == Roles::refused) value = checker.as_scalar(std::move(value));
    if (value.shape == Shape::wrong) return std::nullopt;
    return value;
  }

  /// `client.interactions.filter(…).map(i, i.occurred_at).min()`: the earliest keeps the promise.
  void note_evidence() {
    const bool is_earliest = stops_->operation == Operation::least &&
                             stops_->operands.size() == 1 &&
                             stops_->operands[0].operation == Operation::mapped;
    if (!is_earliest) return;
    const auto& mapped = stops_->operands[0];
    const auto& instant = mapped.operands[0];
    const auto& row = mapped.source->first();
    if (instant.operation != Operation::field || instant.row != &row || !instant.field->zoned ||
        instant.field->type != Type::timestamp) {
      return;
    }
    purposes_.evidence.emplace(&row, instant.field->sql_name());
  }

  std::string client_sql() {
    if (naming_.client_entity.empty()) return "cast(null as text)";
    if (subject_.name == naming_.client_entity) {
      purposes_.client = subject_.key;
      return SqlWriter::key(frame_.subject());
    }
    const auto* relation = relation_to_client(subject_, naming_.client_entity);
    if (relation == nullptr || frame_.catalog().find(relation->target) == nullptr) {
      return "cast(null as text)";
    }
    auto& client = frame_.follow(frame_.subject(), *relation);
    if (client.entity->key.empty()) return "cast(null as text)";
    frame_.read_key(client);
    const auto key = key_columns(client);
    if (key.row == &frame_.subject()) purposes_.client = key.columns;
    return SqlWriter::key(client);
  }

  /// What the clock asks of the record beside its instants.
  std::string clock_sql(SqlWriter& writer) {
    const bool observed = pause_kind_ == model::PauseKind::observed;
    const bool intervals = pause_kind_ == model::PauseKind::intervals;
    std::string sql = ", " + (within_table_ ? row_number(*within_table_, writer)
                                            : std::string("cast(null as integer)"));
    sql += " as within_row";
    sql += ", " + (within_ ? writer.micros(*within_) : "cast(null as bigint)");
    sql += " as within";
    sql += ", " + (calendar_ ? writer.text(*calendar_) : "cast(null as text)") + " as calendar";
    sql += ", " + (intervals ? writer.intervals(*pauses_) : "cast(null as text)") + " as pauses";
    sql += ", " + (observed ? fmt::format("coalesce({}, false)", writer.value(*pauses_))
                            : "cast(null as boolean)");
    return sql + " as pausing";
  }

  model::Query evaluate_query() {
    SqlWriter writer(naming_.zone);
    frame_.read_key(frame_.subject());
    const auto micros = [&](const std::optional<Value>& value) {
      return value ? writer.micros(*value) : std::string("cast(null as bigint)");
    };
    std::string sql = "select " + SqlWriter::key(frame_.subject()) + " as key";
    sql += when_ ? fmt::format(", coalesce({}, false) as active", writer.value(*when_))
                 : ", true as active";
    sql += ", " + micros(starts_) + " as starts";
    sql += ", " + micros(stops_) + " as stops";
    sql += ", " + micros(due_) + " as due";
    sql += ", " + (assign_ ? writer.person(*assign_) : "cast(null as text)") + " as assignee";
    sql += ", " + (assign_ ? writer.role(*assign_) : "cast(null as text)") + " as assignee_role";
    sql += ", " + client_sql() + " as client";
    sql += clock_sql(writer);
    // Last: only now is it known what has to be joined.
    sql += SqlWriter::from(*frame_.subject().source) + restricted_to_keys(subject_);
    return {sql, writer.take_binds()};
  }

  /// For each key a JSON object.
  model::Query query(const NamedValues& named) const {
    SqlWriter writer(naming_.zone);
    std::string object;
    for (const auto& [name, value] : named.values) {
      if (!object.empty()) object += ", ";
      object += "(" + writer.bind(name, "text") + ", " + writer.json(value) + ")";
    }
    // Not json_build_object: it takes at most 50 pairs.
    object = object.empty() ? "'{}'"
                            : fmt::format(
                                  "(select cast(json_object_agg(f.name, f.value) as text) "
                                  "from (values {}) as f(name, value))",
                                  object);
    const auto& subject = named.frame.subject();
    return {fmt::format("select {} as key, {} as facts{}{}", SqlWriter::key(subject), object,
                        SqlWriter::from(*subject.source), restricted_to_keys(subject_)),
            writer.take_binds()};
  }

  Naming naming_;
  const model::Entity& subject_;
  Problems& problems_;
  Frame frame_;
  NamedValues facts_;
  NamedValues grounds_;
  ReadPurposes purposes_;
  std::optional<Value> when_;
  std::optional<Value> starts_;
  std::optional<Value> stops_;
  std::optional<Value> due_;
  std::optional<Value> within_;
  std::optional<CheckedTable> within_table_;
  std::optional<Value> calendar_;
  std::optional<Value> pauses_;
  model::PauseKind pause_kind_ = model::PauseKind::none;
  std::optional<Value> assign_;
};

RuleCompiler::RuleCompiler(const model::Catalog& catalog, const Naming& naming,
                           const model::Entity& subject, Problems& problems)
    : implementation_(std::make_unique<Implementation>(catalog, naming, subject, problems)) {}

RuleCompiler::~RuleCompiler() = default;

bool RuleCompiler::when(const PlacedText& text) {
  return implementation_->when(text);
}
bool RuleCompiler::starts(const PlacedText& text) {
  return implementation_->starts(text);
}
bool RuleCompiler::stops(const PlacedText& text) {
  return implementation_->stops(text);
}
bool RuleCompiler::due(const PlacedText& text) {
  return implementation_->due(text);
}
bool RuleCompiler::within(const PlacedText& text) {
  return implementation_->within(text);
}
bool RuleCompiler::within(const DecisionTable& table) {
  return implementation_->within(table);
}
bool RuleCompiler::calendar(const PlacedText& text) {
  return implementation_->calendar(text);
}
bool RuleCompiler::pauses(const PlacedText& text) {
  return implementation_->pauses(text);
}
bool RuleCompiler::assign(const PlacedText& text) {
  return implementation_->assign(text);
}

bool RuleCompiler::fact(const std::string& name, const PlacedText& text) {
  return implementation_->fact(name, text);
}

void RuleCompiler::ground(const std::string& name, const PlacedText& text) {
  implementation_->ground(name, text);
}

RuleCompiler::Compiled RuleCompiler::finish() {
  return implementation_->finish();
}

}  // namespace steward::rules
