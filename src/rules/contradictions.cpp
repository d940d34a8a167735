// SPDX-License-Identifier: MIT
#include "rules/contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "rules/expression_lexer.hpp"
#include "rules/frame.hpp"
#include "steward/base/instant.hpp"

namespace steward::rules {
namespace {

using model::Type;

/// A constant as something that has an order among its like.
struct Known {
  Literal value;
};

std::optional<Known> constant_of(const Value& value) {
  if (value.shape != Shape::scalar) return std::nullopt;
  if (value.operation == Operation::constant || value.operation == Operation::span) {
    return Known{value.constant};
  }
  if (value.operation != Operation::moment) return std::nullopt;
  const auto instant = parse_instant(std::get<std::string>(value.constant));
  if (!instant) return std::nullopt;
  return Known{std::int64_t{to_micros(*instant)}};
}

/// Less than, equal to or more than nothing; nothing for two that do not compare.
std::optional<int> compare(const Known& left, const Known& right) {
  const auto sign = [](const auto& a, const auto& b) { return a < b ? -1 : b < a ? 1 : 0; };
  const auto number = [](const Literal& value) -> std::optional<long double> {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
    if (const auto* real = std::get_if<double>(&value)) return *real;
    return std::nullopt;
  };
  const auto a = number(left.value);
  const auto b = number(right.value);
  if (a && b) {
    // Beyond it a double is compared by the digits that stand in the rule.
    constexpr long double kExact = 9007199254740992.0L;
    const bool mixed = left.value.index() != right.value.index();
    if (mixed && std::max(std::fabs(*a), std::fabs(*b)) > kExact) return std::nullopt;
    return sign(*a, *b);
  }
  if (left.value.index() != right.value.index()) return std::nullopt;
  if (const auto* text = std::get_if<std::string>(&left.value)) {
    return sign(text->compare(std::get<std::string>(right.value)), 0);
  }
  if (const auto* truth = std::get_if<bool>(&left.value)) {
    return sign(int{*truth}, int{std::get<bool>(right.value)});
  }
  return std::nullopt;
}

bool holds(Operation operation, int order) {
  switch (operation) {
    case Operation::same:
      return order == 0;
    case Operation::different:
      return order != 0;
    case Operation::less:
      return order < 0;
    case Operation::at_most:
      return order <= 0;
    case Operation::more:
      return order > 0;
    default:
      return order >= 0;
  }
}

bool is_comparison(Operation operation) {
  return operation == Operation::same || operation == Operation::different ||
         operation == Operation::less || operation == Operation::at_most ||
         operation == Operation::more || operation == Operation::at_least;
}

/// The same comparison with its sides exchanged.
Operation turned(Operation operation) {
  switch (operation) {
    case Operation::less:
      return Operation::more;
    case Operation::at_most:
      return Operation::at_least;
    case Operation::more:
      return Operation::less;
    case Operation::at_least:
      return Operation::at_most;
    default:
      return operation;
  }
}

/// What a column must be, and the part of the condition that says so.
struct Demand {
  Operation operation;
  std::vector<Known> values;  ///< of `within` several; of `present` and its negation none
  const Value* said_by;
};

bool is_order(Operation operation) {
  return is_comparison(operation) && operation != Operation::same &&
         operation != Operation::different;
}

/// Whether a value meets a comparison with a constant; yes where that cannot be told.
bool meets(const Known& value, const Demand& demand) {
  if (demand.operation == Operation::present) return true;
  if (demand.operation == Operation::negation) return false;
  return std::any_of(demand.values.begin(), demand.values.end(), [&](const Known& wanted) {
    const auto order = compare(value, wanted);
    const auto operation =
        demand.operation == Operation::within ? Operation::same : demand.operation;
    return !order || holds(operation, *order);
  });
}

bool is_upper_bound(Operation operation) {
  return operation == Operation::less || operation == Operation::at_most;
}

/// Of what a comparison leaves of the integers the one next to its constant, if that is a number.
std::optional<long double> next_integer(const Demand& bound) {
  const auto& value = bound.values.front().value;
  long double limit = 0;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    limit = *integer;
  } else if (const auto* real = std::get_if<double>(&value)) {
    limit = *real;
  } else {
    return std::nullopt;
  }
  switch (bound.operation) {
    case Operation::less:
      return std::ceil(limit) - 1;
    case Operation::at_most:
      return std::floor(limit);
    case Operation::more:
      return std::floor(limit) + 1;
    default:
      return std::ceil(limit);
  }
}

/// Whether no integer lies between two bounds, an upper and a lower one.
bool leave_no_integer(const Demand& a, const Demand& b) {
  const auto first = next_integer(is_upper_bound(a.operation) ? b : a);
  const auto last = next_integer(is_upper_bound(a.operation) ? a : b);
  return first && last && *first > *last;
}

/// Whether two demands on one column, of integers or of anything else, leave no value that meets
/// both.
bool exclude(const Demand& a, const Demand& b, bool integers) {
  const auto lists = [](const Demand& demand) {
    return demand.operation == Operation::same || demand.operation == Operation::within;
  };
  const bool a_null = a.operation == Operation::negation;
  const bool b_null = b.operation == Operation::negation;
  if (a_null || b_null) {
    // Null meets only itself and what is different from a constant.
    const auto& other = a_null ? b : a;
    return !(a_null && b_null) && other.operation != Operation::different;
  }
  if (lists(a) || lists(b)) {
    const auto& known = lists(a) ? a : b;
    const auto& other = lists(a) ? b : a;
    return std::none_of(known.values.begin(), known.values.end(),
                        [&](const Known& value) { return meets(value, other); });
  }
  if (!is_order(a.operation) || !is_order(b.operation)) return false;
  const auto order = compare(a.values.front(), b.values.front());
  if (!order) return false;
  if (is_upper_bound(a.operation) == is_upper_bound(b.operation)) return false;
  if (integers && leave_no_integer(a, b)) return true;
  // Lower bound against upper bound.
  const int gap = is_upper_bound(a.operation) ? -*order : *order;
  const bool closed = a.operation != Operation::less && a.operation != Operation::more &&
                      b.operation != Operation::less && b.operation != Operation::more;
  return gap > 0 || (gap == 0 && !closed);
}

class Search {
 public:
  Search(const PlacedText& source, Problems& problems) : source_(source), problems_(problems) {}

  /// Whether parts that must all hold can do so; reports why not if `aloud`.
  bool all_possible(const std::vector<const Value*>& parts, bool aloud) {
    Columns columns;
    Choices choices;
    return std::all_of(
               parts.begin(), parts.end(),
               [&](const Value* part) { return take(*part, false, columns, choices, aloud); }) &&
           any_possible(choices, columns, aloud);
  }

 private:
  using Column = std::pair<const Row*, const model::Field*>;
  using Columns = std::map<Column, std::vector<Demand>>;
  /// What has several branches, and whether it is negated: looked at when all else is known.
  using Choices = std::vector<std::pair<const Value*, bool>>;

  bool take(const Value& part, bool negated, Columns& columns, Choices& choices, bool aloud) {
    if (part.operation == Operation::negation) {
      return take(part.operands[0], !negated, columns, choices, aloud);
    }
    const bool joins = part.operation == Operation::all_of || part.operation == Operation::any_of;
    if (joins && (part.operation == Operation::all_of) != negated) {
      return std::all_of(part.operands.begin(), part.operands.end(), [&](const Value& operand) {
        return take(operand, negated, columns, choices, aloud);
      });
    }
    if (joins) choices.emplace_back(&part, negated);
    if (part.operation == Operation::some && !negated) return some_possible(part, aloud);
    const auto* truth = std::get_if<bool>(&part.constant);
    const bool constant = part.operation == Operation::constant && truth != nullptr;
    if ((constant && *truth == negated) || (is_in_nothing(part) && !negated)) {
      return report(part, nullptr, aloud);
    }
    const auto demand = demand_of(part, negated);
    return !demand || note(demand->first, demand->second, columns, aloud);
  }

  /// One branch of each is enough.
  bool any_possible(const Choices& choices, const Columns& known, bool aloud) {
    return std::all_of(choices.begin(), choices.end(), [&](const auto& choice) {
      const auto& [part, negated] = choice;
      const auto possible = [&, negated = negated](const Value& operand, bool says) {
        auto columns = known;
        Choices inner;
        return take(operand, negated, columns, inner, says) && any_possible(inner, columns, says);
      };
      const auto& operands = part->operands;
      if (std::any_of(operands.begin(), operands.end(),
                      [&](const Value& operand) { return possible(operand, false); })) {
        return true;
      }
      // Each is looked at once where nobody is to be told: nesting must not double the work.
      return aloud && possible(operands.front(), true);
    });
  }

  static bool is_in_nothing(const Value& part) {
    return part.operation == Operation::within && part.operands[1].operation == Operation::list &&
           part.operands[1].operands.empty();
  }

  bool some_possible(const Value& part, bool aloud) {
    std::vector<const Value*> parts;
    if (part.source != nullptr) {
      for (const auto& filter : part.source->filters) parts.push_back(&filter);
    }
    parts.push_back(&part.operands[0]);
    return all_possible(parts, aloud);
  }

  /// What a part says of one column.
  static std::optional<std::pair<Column, Demand>> demand_of(const Value& part, bool negated) {
    if (part.operation == Operation::negation) return demand_of(part.operands[0], !negated);
    if (part.operation == Operation::any_of || part.operation == Operation::all_of) {
      return one_of_several(part, negated);
    }
    const auto column = [](const Value& value) -> std::optional<Column> {
      if (value.operation != Operation::field || value.shape != Shape::scalar) return std::nullopt;
      return Column{value.row, value.field};
    };
    if (const auto truth = column(part); truth && part.type == Type::boolean) {
      return std::pair{*truth, Demand{Operation::same, {Known{!negated}}, &part}};
    }
    if (part.operation == Operation::present) {
      const auto of = column(part.operands[0]);
      if (!of) return std::nullopt;
      return std::pair{*of, Demand{negated ? Operation::negation : Operation::present, {}, &part}};
    }
    if (part.operation == Operation::within) return within_of(part, negated, column);
    if (!is_comparison(part.operation) || part.operands.size() != 2) return std::nullopt;
    const bool left = column(part.operands[0]).has_value();
    const auto of = column(part.operands[left ? 0 : 1]);
    const auto value = constant_of(part.operands[left ? 1 : 0]);
    if (!of || !value) return std::nullopt;
    auto operation = left ? part.operation : turned(part.operation);
    if (negated) operation = contrary(operation);
    return std::pair{*of, Demand{operation, {*value}, &part}};
  }

  /// Branches that each want one of certain values of the same column: it must be one of them all.
  static std::optional<std::pair<Column, Demand>> one_of_several(const Value& part, bool negated) {
    if ((part.operation == Operation::any_of) == negated) return std::nullopt;
    std::optional<Column> column;
    std::vector<Known> values;
    for (const auto& operand : part.operands) {
      const auto demand = demand_of(operand, negated);
      if (!demand || (column && demand->first != *column)) return std::nullopt;
      const auto operation = demand->second.operation;
      if (operation != Operation::same && operation != Operation::within) return std::nullopt;
      column = demand->first;
      values.insert(values.end(), demand->second.values.begin(), demand->second.values.end());
    }
    return std::pair{*column, Demand{Operation::within, std::move(values), &part}};
  }

  template <class ColumnOf>
  static std::optional<std::pair<Column, Demand>> within_of(const Value& part, bool negated,
                                                            ColumnOf column) {
    const auto of = column(part.operands[0]);
    const auto& list = part.operands[1];
    if (!of || negated || list.operation != Operation::list) return std::nullopt;
    std::vector<Known> values;
    for (const auto& element : list.operands) {
      const auto value = constant_of(element);
      if (!value) return std::nullopt;
      values.push_back(*value);
    }
    return std::pair{*of, Demand{Operation::within, std::move(values), &part}};
  }

  static Operation contrary(Operation operation) {
    switch (operation) {
      case Operation::same:
        return Operation::different;
      case Operation::different:
        return Operation::same;
      case Operation::less:
        return Operation::at_least;
      case Operation::at_most:
        return Operation::more;
      case Operation::more:
        return Operation::at_most;
      default:
        return Operation::less;
    }
  }

  bool note(const Column& column, const Demand& demand, Columns& columns, bool aloud) {
    auto& known = columns[column];
    // A condition of very many comparisons of one column is not worth looking at them all.
    constexpr std::size_t kMostDemands = 64;
    for (const auto& before : known) {
      if (exclude(before, demand, column.second->type == Type::integer)) {
        return report(*demand.said_by, before.said_by, aloud);
      }
    }
    if (known.size() < kMostDemands) known.push_back(demand);
    return true;
  }

  /// `first` is null for a part that is never true.
  bool report(const Value& part, const Value* first, bool aloud) {
    if (!aloud) return false;
    const auto written = [&](const Value& value) {
      return source_.text().substr(value.span.offset, value.span.length);
    };
    if (first == nullptr) {
      problems_.error(
          mark_of(source_, part.span),
          fmt::format("this condition can never hold: '{}' is never true", written(part)));
      return false;
    }
    const auto place = mark_of(source_, first->span);
    problems_.error(
        mark_of(source_, part.span),
        fmt::format("this condition can never hold: '{}' excludes '{}'", written(part),
                    written(*first)),
        fmt::format("the other stands in line {}, column {}", place.line, place.column));
    return false;
  }

  const PlacedText& source_;
  Problems& problems_;
};

}  // namespace

bool check_possible(const Value& condition, const PlacedText& source, Problems& problems) {
  return Search(source, problems).all_possible({&condition}, true);
}

}  // namespace steward::rules
