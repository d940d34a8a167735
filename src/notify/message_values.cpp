// SPDX-License-Identifier: MIT
#include "notify/message_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "notify/one_line.hpp"
#include "steward/calendar/zone.hpp"

namespace steward::notify {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// A reminder that leaves a moment after its instant still says "in 24 h".
Microseconds rounded(Microseconds duration) {
  const auto length = std::chrono::abs(duration);
  if (length >= minutes(5)) return std::chrono::round<minutes>(length);
  return std::chrono::round<seconds>(length);
}

/// As `to_words`, but in hours up to two days: "in 24 h" says more than "in 1 d".
std::string in_words(Microseconds length) {
  using std::chrono::hours;
  if (length < hours(24) || length >= hours(48)) return to_words(length);
  const auto whole = std::chrono::floor<hours>(length);
  const auto rest = length - whole;
  const auto text = fmt::format("{} h", whole.count());
  return rest == Microseconds(0) ? text : fmt::format("{} {}", text, to_words(rest));
}

std::string yes_if(bool condition) {
  return condition ? "yes" : "";
}

std::string first_word(const std::string& name) {
  return name.substr(0, name.find(' '));
}

std::string lines(const std::vector<std::string>& items) {
  std::string text;
  for (const auto& item : items) {
    if (!text.empty()) text += '\n';
    text += one_line(item);
  }
  return text;
}

/// A line each, with what is said of the due in a column: the earliest first.
std::string lines(const std::vector<model::ListedPromise>& promises,
                  const model::MessageContext& context) {
  std::vector<std::string> dues;
  std::size_t reference = 0;
  std::size_t due = 0;
  for (const auto& promise : promises) {
    dues.push_back(calendar::format_when(promise.due, context.zone, context.now));
    reference = std::max(reference, promise.reference.size());
    due = std::max(due, dues.back().size());
  }
  std::string text;
  for (std::size_t i = 0; i < promises.size(); ++i) {
    const auto& [ref, at, client, title] = promises[i];
    if (i > 0) text += '\n';
    text += fmt::format("{:{}}  {:{}}  {}{}{}", ref, reference, dues[i], due, one_line(client),
                        client.empty() ? "" : ": ", one_line(title));
  }
  if (context.how_many > promises.size()) {
    text += fmt::format("\nand {} more: steward commitments", context.how_many - promises.size());
  }
  return text;
}

std::string fact(const model::MessageContext& context, const std::string& name,
                 const std::string& value) {
  const auto type = context.fact_types.find(name);
  if (type == context.fact_types.end()) return one_line(value);
  if (type->second == model::Type::boolean) return yes_if(value == "true" || value == "t");
  if (type->second == model::Type::timestamp) {
    std::int64_t micros = 0;
    const auto* end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, micros);
    if (read.ec == std::errc() && read.ptr == end) {
      return calendar::format_when(from_micros(micros), context.zone, context.now);
    }
  }
  return one_line(value);
}

}  // namespace

std::string time_until(Instant instant, Instant now) {
  const auto length = rounded(instant - now);
  if (length == Microseconds(0)) return "now";
  if (instant < now && length < minutes(1)) return "just now";
  return instant > now ? fmt::format("in {}", in_words(length))
                       : fmt::format("{} ago", in_words(length));
}

std::string lateness(Instant stopped, Instant due) {
  const auto length = rounded(stopped - due);
  if (length == Microseconds(0)) return "on time";
  return stopped > due ? fmt::format("{} late", in_words(length))
                       : fmt::format("{} before it was due", in_words(length));
}

std::map<std::string, std::string, std::less<>> message_values(
    const model::MessageContext& context) {
  std::map<std::string, std::string, std::less<>> values;
  for (const auto& [name, type] : context.fact_types) values[name] = "";
  for (const auto& [name, value] : context.facts) values[name] = fact(context, name, value);

  // After the facts: a column that happens to be called "due" does not hide the promise's.
  values["organisation"] = one_line(context.organisation);
  values["ref"] = context.reference;
  values["breach_ref"] = context.breach_reference;
  values["title"] = one_line(context.title);
  values["source"] = one_line(context.source);
  values["client"] = one_line(context.client);
  values["has_client"] = yes_if(!context.client.empty());
  values["recipient"] = one_line(context.recipient);
  values["first_name"] = first_word(one_line(context.recipient));
  values["answer_as"] = one_line(context.answer_as);
  values["why"] = one_line(context.why);
  values["next"] = one_line(context.next);
  values["has_next"] = yes_if(!context.next.empty());
  values["starts"] = calendar::format_when(context.starts, context.zone, context.now);
  values["due"] = context.due ? calendar::format_when(*context.due, context.zone, context.now) : "";
  values["due_time"] = context.due ? calendar::format_time(*context.due, context.zone) : "";
  values["due_in"] = context.due ? time_until(*context.due, context.now) : "";
  values["stopped"] =
      context.stopped ? calendar::format_when(*context.stopped, context.zone, context.now) : "";
  values["has_stopped"] = yes_if(context.stopped.has_value());
  values["is_open"] = yes_if(context.is_open);
  values["lateness"] =
      context.stopped && context.due ? lateness(*context.stopped, *context.due) : "";
  values["level"] = context.level > 0 ? std::to_string(context.level) : "";
  values["so_far"] = lines(context.so_far);
  values["has_so_far"] = yes_if(!context.so_far.empty());
  values["promises"] = lines(context.promises, context);
  values["how_many"] = context.how_many > 0 ? std::to_string(context.how_many) : "";
  values["what_is_new"] = one_line(context.what_is_new);
  values["late"] = yes_if(context.late);
  values["urgent"] = yes_if(context.urgent);
  return values;
}

}  // namespace steward::notify
