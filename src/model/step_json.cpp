// SPDX-License-Identifier: MIT
// Steps as JSON. Open commitments keep the steps they were opened with, so this form is stored:
// what was once written must always be read.
#include "steward/base/json.hpp"
#include "steward/model/rule.hpp"

namespace steward::model {
namespace {

json::object moment_to_json(const Moment& moment) {
  if (moment.percent) return {{"percent", *moment.percent}};
  if (moment.span) {
    return {{"anchor", moment.anchor == Anchor::start ? "start" : "due"},
            {"span", calendar::to_string(*moment.span)}};
  }
  return {{"anchor", moment.anchor == Anchor::start ? "start" : "due"},
          {"offset", moment.offset.count()},
          {"working", moment.working}};
}

json::array recipients_to_json(const std::vector<Recipient>& recipients) {
  json::array array;
  for (const auto& recipient : recipients) array.emplace_back(to_string(recipient));
  return array;
}

json::object repeat_to_json(const Repeat& repeat) {
  json::object object{
      {"every", repeat.every.count()}, {"working", repeat.working}, {"times", repeat.times}};
  if (repeat.until) object["until"] = moment_to_json(*repeat.until);
  return object;
}

/// What few steps have is left out where it is not: so older forms lack it, too.
void add_rarer(const Step& step, json::object& object) {
  if (step.repeat) object["repeat"] = repeat_to_json(*step.repeat);
  if (!step.when.empty()) object["when"] = step.when;
  if (!step.never.empty()) object["never"] = recipients_to_json(step.never);
  if (step.row != 0) object["row"] = step.row;
  if (step.template_table.empty()) return;
  object["template_table"] = step.template_table;
  object["templates"] = json::value_from(step.templates);
}

json::object step_to_json(const Step& step) {
  json::array by;
  for (const auto channel : step.by) by.emplace_back(to_string(channel));
  json::object object{{"id", step.id},
                      {"at", moment_to_json(step.at)},
                      {"breach", step.breach},
                      {"notify", recipients_to_json(step.notify)},
                      {"by", std::move(by)},
                      {"urgency", to_string(step.urgency)},
                      {"template", step.template_name},
                      {"escalate", step.escalate}};
  add_rarer(step, object);
  return object;
}

/// Takes a step apart; the first thing that is missing or wrong is remembered by its name.
class StepReader {
 public:
  explicit StepReader(const json::object& object) : object_(object) {}

  Step read() {
    Step step;
    step.id = text("id");
    step.at = moment(object_, "at");
    step.breach = boolean(object_, "breach");
    step.notify = recipients("notify");
    for (const auto& item : list("by"))
      step.by.push_back(known(parse_channel(text_in(item)), "by"));
    step.urgency = known(parse_urgency(text("urgency")), "urgency");
    step.template_name = text("template");
    step.escalate = text("escalate");
    read_rarer(step);
    return step;
  }

  /// The member that is missing or wrong; empty when all was right.
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  void read_rarer(Step& step) {
    if (const auto* repeat = object_.if_contains("repeat"); repeat != nullptr) {
      step.repeat = repeat_of(*repeat);
    }
    if (object_.contains("when")) step.when = text("when");
    if (object_.contains("never")) step.never = recipients("never");
    if (object_.contains("row")) step.row = static_cast<int>(whole(object_, "row", "row"));
    if (!object_.contains("template_table")) return;
    step.template_table = text("template_table");
    for (const auto& item : list("templates")) step.templates.push_back(text_in(item));
  }

  std::vector<Recipient> recipients(std::string_view member) {
    std::vector<Recipient> all;
    for (const auto& item : list(member)) {
      all.push_back(known(parse_recipient(text_in(item)), member));
    }
    return all;
  }

  Repeat repeat_of(const json::value& value) {
    Repeat repeat;
    const auto* object = value.if_object();
    if (object == nullptr) {
      note("repeat");
      return repeat;
    }
    repeat.every = Microseconds(whole(*object, "every", "repeat"));
    repeat.working = boolean(*object, "working");
    repeat.times = static_cast<int>(whole(*object, "times", "repeat"));
    if (object->contains("until")) repeat.until = moment(*object, "until");
    return repeat;
  }

  /// A whole number of an object; `named` is what to complain of.
  std::int64_t whole(const json::object& object, std::string_view member, std::string_view named) {
    const auto* value = object.if_contains(member);
    if (value != nullptr && value->is_int64()) return value->get_int64();
    note(named);
    return 0;
  }

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

  Moment moment(const json::object& from, std::string_view member) {
    Moment moment;
    const auto* at = from.if_contains(member);
    const auto* object = at != nullptr ? at->if_object() : nullptr;
    if (object == nullptr) {
      note(member);
      return moment;
    }
    if (object->contains("percent")) {
      moment.percent = static_cast<int>(whole(*object, "percent", member));
      return moment;
    }
    const auto anchor = text_of(*object, "anchor");
    if (anchor != "start" && anchor != "due") note(member);
    moment.anchor = anchor == "start" ? Anchor::start : Anchor::due;
    if (object->contains("span")) {
      const auto span = calendar::parse_span(text_of(*object, "span"));
      if (!span) note(member);
      moment.span = span ? *span : calendar::Span{};
      return moment;
    }
    const auto wrong = wrong_;
    moment.offset = Microseconds(whole(*object, "offset", member));
    if (wrong_ == wrong) moment.working = boolean(*object, "working");
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
