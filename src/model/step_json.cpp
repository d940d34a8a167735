// SPDX-License-Identifier: MIT
// Steps as JSON. Open commitments keep the steps they were opened with, so this form is stored:
// what was once written must always be read.
#include "steward/base/json.hpp"
#include "steward/model/rule.hpp"

namespace steward::model {
namespace {

json::object moment_to_json(const Moment& moment) {
  if (moment.percent) return {{"percent", *moment.percent}};
  return {{"anchor", moment.anchor == Anchor::start ? "start" : "due"},
          {"offset", moment.offset.count()},
          {"working", moment.working}};
}

json::object step_to_json(const Step& step) {
  json::array notify;
  for (const auto& recipient : step.notify) notify.emplace_back(to_string(recipient));
  json::array by;
  for (const auto channel : step.by) by.emplace_back(to_string(channel));
  return {{"id", step.id},
          {"at", moment_to_json(step.at)},
          {"breach", step.breach},
          {"notify", std::move(notify)},
          {"by", std::move(by)},
          {"urgency", to_string(step.urgency)},
          {"template", step.template_name},
          {"escalate", step.escalate}};
}

/// Takes a step apart; the first thing that is missing or wrong is remembered by its name.
class StepReader {
 public:
  explicit StepReader(const json::object& object) : object_(object) {}

  Step read() {
    Step step;
    step.id = text("id");
    step.at = moment();
    step.breach = boolean(object_, "breach");
    for (const auto& item : list("notify")) {
      step.notify.push_back(known(parse_recipient(text_in(item)), "notify"));
    }
    for (const auto& item : list("by"))
      step.by.push_back(known(parse_channel(text_in(item)), "by"));
    step.urgency = known(parse_urgency(text("urgency")), "urgency");
    step.template_name = text("template");
    step.escalate = text("escalate");
    return step;
  }

  /// The member that is missing or wrong; empty when all was right.
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  void note(std::string_view member) {
    if (wrong_.empty()) wrong_ = member;
  }

  template <class T>
  T known(const std::optional<T>& value, std::string_view member) {
    if (!value) note(member);
    return value.value_or(T{});
  }

  static std::string text_in(const json::value& value) {
    const auto* string = value.if_string();
    return string != nullptr ? std::string(*string) : std::string();
  }

  std::string text(std::string_view member) {
    const auto* value = object_.if_contains(member);
    if (value == nullptr || !value->is_string()) note(member);
    return std::string(text_of(object_, member));
  }

  bool boolean(const json::object& object, std::string_view member) {
    const auto* value = object.if_contains(member);
    if (value != nullptr && value->is_bool()) return value->get_bool();
    note(member);
    return false;
  }

  json::array list(std::string_view member) {
    const auto* value = object_.if_contains(member);
    if (value != nullptr && value->is_array()) return value->get_array();
    note(member);
    return {};
  }

  Moment moment() {
    Moment moment;
    const auto* at = object_.if_contains("at");
    const auto* object = at != nullptr ? at->if_object() : nullptr;
    if (object == nullptr) {
      note("at");
      return moment;
    }
    if (const auto* percent = object->if_contains("percent"); percent != nullptr) {
      if (!percent->is_int64()) note("at");
      moment.percent = percent->is_int64() ? static_cast<int>(percent->get_int64()) : 0;
      return moment;
    }
    const auto anchor = text_of(*object, "anchor");
    if (anchor != "start" && anchor != "due") note("at");
    moment.anchor = anchor == "start" ? Anchor::start : Anchor::due;
    const auto* offset = object->if_contains("offset");
    if (offset == nullptr || !offset->is_int64()) {
      note("at");
      return moment;
    }
    moment.offset = Microseconds(offset->get_int64());
    moment.working = boolean(*object, "working");
    return moment;
  }

  const json::object& object_;
  std::string wrong_;
};

}  // namespace

std::string steps_to_json(const std::vector<Step>& steps) {
  json::array array;
  for (const auto& step : steps) array.emplace_back(step_to_json(step));
  return json::serialize(array);
}

Result<std::vector<Step>> steps_from_json(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  const auto* array = parsed->if_array();
  if (array == nullptr) return Error(ErrorCode::invalid_input, "stored steps are not a list");
  std::vector<Step> steps;
  for (const auto& item : *array) {
    const auto number = std::to_string(steps.size() + 1);
    const auto* object = item.if_object();
    if (object == nullptr) {
      return Error(ErrorCode::invalid_input, "stored step " + number + " is not an object");
    }
    StepReader reader(*object);
    steps.push_back(reader.read());
    if (!reader.wrong().empty()) {
      return Error(ErrorCode::invalid_input,
                   "stored step " + number + " has no valid '" + reader.wrong() + "'");
    }
  }
  return steps;
}

}  // namespace steward::model
