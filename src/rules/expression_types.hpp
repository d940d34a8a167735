// SPDX-License-Identifier: MIT
// What the operators of expressions ask of types.
#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "rules/value.hpp"

namespace steward::rules {

[[nodiscard]] inline bool is_numeric(model::Type type) {
  return type == model::Type::integer || type == model::Type::number;
}
[[nodiscard]] inline bool is_temporal(model::Type type) {
  return type == model::Type::timestamp || type == model::Type::date;
}
[[nodiscard]] inline bool has_order(model::Type type) {
  return is_numeric(type) || is_temporal(type) || type == model::Type::text ||
         type == model::Type::interval;
}
/// What comparisons and `? :` know how to handle.
[[nodiscard]] inline bool is_readable(model::Type type) {
  return type == model::Type::boolean || has_order(type);
}

/// The type in which values of both are compared; `other` when there is none.
[[nodiscard]] inline model::Type common_type(model::Type left, model::Type right) {
  if (left == right) return left;
  if (is_numeric(left) && is_numeric(right)) return model::Type::number;
  if (is_temporal(left) && is_temporal(right)) return model::Type::timestamp;
  return model::Type::other;
}

[[nodiscard]] inline bool is_scalar(const Value& value, model::Type type) {
  return value.shape == Shape::scalar && value.type == type;
}

/// Takes a null fact for a value of this type.
inline void adopt(Value& value, model::Type type) {
  if (is_untyped(value)) value.type = type;
}
/// Takes a null fact for what it is set against; for a text where both are such.
inline void settle(Value& left, Value& right) {
  if (right.shape == Shape::scalar) adopt(left, right.type);
  if (left.shape == Shape::scalar) adopt(right, left.type);
  adopt(left, model::Type::text);
  adopt(right, model::Type::text);
}

/// All texts that a value can be beside null; null where that is not known.
[[nodiscard]] inline decltype(Value::allowed) allowed_of(const Value& value) {
  if (value.operation != Operation::constant || value.shape != Shape::scalar) return value.allowed;
  const auto* text = std::get_if<std::string>(&value.constant);
  if (text == nullptr) return nullptr;
  return std::make_shared<const std::vector<std::string>>(1, *text);
}
/// Likewise of what is one of several.
[[nodiscard]] inline decltype(Value::allowed) allowed_of_any(const std::vector<Value>& values) {
  std::vector<std::string> all;
  for (const auto& value : values) {
    if (value.shape == Shape::null) continue;
    const auto known = allowed_of(value);
    if (known == nullptr) return nullptr;
    for (const auto& text : *known) {
      if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(text);
    }
  }
  if (all.empty()) return nullptr;
  return std::make_shared<const std::vector<std::string>>(std::move(all));
}

[[nodiscard]] inline std::vector<Value> one(Value value) {
  std::vector<Value> values;
  values.push_back(std::move(value));
  return values;
}
[[nodiscard]] inline std::vector<Value> two(Value first, Value second) {
  auto values = one(std::move(first));
  values.push_back(std::move(second));
  return values;
}

}  // namespace steward::rules
