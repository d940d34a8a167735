// SPDX-License-Identifier: MIT
#include "rules/staff_path.hpp"

#include <fmt/format.h>

namespace steward::rules {
namespace {

class StaffPath {
 public:
  StaffPath(std::string_view part, const PlacedText& expression, const Naming& naming, Frame& frame,
            Problems& problems)
      : part_(part), expression_(expression), naming_(naming), frame_(frame), problems_(problems) {}

  bool check(const Value& value) {
    if (value.shape != Shape::row && value.shape != Shape::assignee) {
      return refuse(fmt::format("'{}' must lead to a person or be role(\"…\"), not {}", part_,
                                describe(value)));
    }
    return leads_to_staff(value);
  }

 private:
  bool refuse(std::string message, std::string hint = {}) {
    problems_.error(expression_.mark(), std::move(message), std::move(hint));
    return false;
  }

  /// Every branch of a choice.
  bool leads_to_staff(const Value& value) {
    if (value.operation == Operation::choice) {
      const bool yes = leads_to_staff(value.operands[1]);
      return leads_to_staff(value.operands[2]) && yes;
    }
    if (value.operation != Operation::row) return true;
    const auto& entity = *value.row->entity;
    if (naming_.staff_entity.empty()) {
      return refuse("the model names no table of staff", "set 'staff' in model.yaml");
    }
    if (entity.name != naming_.staff_entity) {
      return refuse(fmt::format("'{}' must lead to '{}', not to '{}'", part_, naming_.staff_entity,
                                entity.name));
    }
    if (entity.key.empty()) {
      return refuse(fmt::format("'{}' has no primary key", entity.name), std::string(kNameTheKey));
    }
    frame_.read_key(*value.row);
    return true;
  }

  std::string_view part_;
  const PlacedText& expression_;
  const Naming& naming_;
  Frame& frame_;
  Problems& problems_;
};

}  // namespace

bool check_staff_path(std::string_view part, const PlacedText& expression, const Value& value,
                      const Naming& naming, Frame& frame, Problems& problems) {
  return StaffPath(part, expression, naming, frame, problems).check(value);
}

}  // namespace steward::rules
