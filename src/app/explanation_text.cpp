// SPDX-License-Identifier: MIT
#include "app/explanation_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/calendar_words.hpp"
#include "app/rule_text.hpp"
#include "app/table.hpp"
#include "app/words.hpp"

namespace steward::app {
namespace {

using engine::Standing;
using engine::Truth;
using rules::ConditionPart;

/// A reckoning with more steps is shown by its beginning and its end.
constexpr std::size_t kMostSteps = 24;

std::string_view mark_of(Truth truth) {
  switch (truth) {
    case Truth::yes:
      return "✓";
    case Truth::no:
      return "✗";
    case Truth::unknown:
      return "?";
  }
  return "?";
}

std::string joined(const std::vector<std::string>& parts, std::string_view word) {
  if (parts.size() < 2) return parts.empty() ? "" : parts.front();
  return fmt::format("{} {} {}", fmt::join(parts.begin(), parts.end() - 1, ", "), word,
                     parts.back());
}

class Teller {
 public:
  explicit Teller(const Story& story)
      : story_(story), explanation_(story.explanation), zone_(story.set.zone) {}

  std::string tell() {
    text_ = fmt::format("{}/{} and {}: {}\n\n", explanation_.entity, printable(explanation_.key),
                        explanation_.rule, story_.rule.title);
    text_ += why() + "\n";
    tell_condition();
    tell_values();
    tell_reckoning();
    tell_history();
    tell_tasks();
    tell_ahead();
    return std::move(text_);
  }

  std::string why() const {
    auto words = promise();
    const auto without = reason();
    if (!without.empty()) words += (words.empty() ? "" : "\n") + without;
    const auto wish = wished();
    if (!wish.empty()) words += "\n" + wish;
    return words;
  }

 private:
  std::string when(Instant instant) const {
    return calendar::format_when(instant, zone_, explanation_.now);
  }

  std::string promise() const {
    const auto& found = explanation_.commitment;
    if (!found) return {};
    const auto& commitment = *found;
    auto words = fmt::format("{} promise {} is {}", commitment.is_live() ? "Its" : "Its last",
                             commitment.reference, verdict(commitment));
    if (commitment.due) words += ", due " + when(*commitment.due);
    const auto who = whose(story_.assignee_name, commitment.assignee_role);
    if (commitment.forgotten_at) {
      words += fmt::format(". Its history was dropped {}; whose it was is known no more.",
                           when(*commitment.forgotten_at));
    } else {
      words += who.empty() ? ", nobody's in particular." : ", of " + printable(who) + ".";
    }
    if (commitment.stopped && !commitment.is_live()) {
      words += fmt::format(" The record says that it was done {}.", when(*commitment.stopped));
    }
    if (!commitment.breach.empty()) {
      words += fmt::format(" It is in the breach log as {}.", commitment.breach);
    }
    if (commitment.historic) {
      words +=
          " It is historic: it was due before the rule was in force, tells nobody and is not "
          "in the breach log.";
    }
    return words;
  }

  std::string reason() const {
    switch (explanation_.standing) {
      case Standing::no_record:
        return "The record is not there any more.";
      case Standing::rule_off:
        return "There is no promise: the rule is off.";
      case Standing::not_covered:
        return no_promise("the condition does not hold, because " +
                          joined(explanation_.coverage.because, "and"));
      case Standing::not_started:
        return no_promise("the clock has not started: " + nothing_in(story_.words.starts));
      case Standing::no_due:
        return no_promise("the record states no due: " + nothing_in(story_.words.due));
      case Standing::cannot_judge:
        return no_promise("the due cannot be counted: " + explanation_.trouble);
      case Standing::not_seen:
        return "The record asks for a promise, and no daemon has looked at it yet: one opens when "
               "it does.";
      case Standing::waits:
        return "There is no promise now: the schedule opens one at its next recurrence.";
      case Standing::live:
        return pending();
      case Standing::over:
        return "There is no other: only another start opens another promise.";
    }
    return {};
  }

  std::string no_promise(const std::string& because) const {
    const bool live = explanation_.commitment && explanation_.commitment->is_live();
    if (live) {
      return fmt::format(
          "The record no longer asks for it ({}): it is cancelled when a daemon "
          "looks.",
          because);
    }
    return fmt::format("There is no promise: {}.", because);
  }

  /// What a daemon will do about it that it has not done yet.
  std::string pending() const {
    std::vector<std::string> changes;
    for (const auto kind : explanation_.pending) changes.emplace_back(model::to_string(kind));
    if (changes.empty()) return {};
    return fmt::format("The record has changed: when a daemon looks, the promise is {}.",
                       joined(changes, "and"));
  }

  static std::string nothing_in(const std::optional<rules::ExpressionInWords>& expression) {
    if (!expression) return "nothing says when";
    return expression->words + " is not given";
  }

  std::string wished() const {
    std::vector<std::string> ways;
    bool several = false;
    for (const auto& way : explanation_.coverage.ways) {
      if (way.empty()) continue;
      several = several || way.size() > 1;
      ways.push_back(joined(way, "and"));
    }
    if (ways.empty()) return {};
    auto words = fmt::format("{} covered if {}",
                             several ? "It takes several changes: it would be" : "It would be",
                             joined(ways, "or if"));
    const auto& provided = explanation_.coverage.provided;
    if (!provided.empty()) words += ", as long as " + joined(provided, "and");
    return words + ".";
  }

  void head(std::string_view heading) { text_ += fmt::format("\n{}\n", heading); }

  void tell_condition() {
    if (!explanation_.condition) return;
    head("The condition:");
    tell_finding(*explanation_.condition, 1);
  }

  void tell_finding(const engine::Finding& finding, std::size_t depth) {
    const std::string indent(2 * depth, ' ');
    if (finding.kind == ConditionPart::Kind::test) {
      text_ += fmt::format("{}{} {}{}\n", indent, mark_of(finding.truth), finding.text,
                           facts_of(finding));
      return;
    }
    text_ += fmt::format("{}{} {}\n", indent, mark_of(finding.truth),
                         finding.kind == ConditionPart::Kind::all ? "all of" : "any of");
    for (const auto& part : finding.parts) tell_finding(part, depth + 1);
  }

  /// The values behind a test: ` (client.tier is "standard")`.
  std::string facts_of(const engine::Finding& finding) const {
    std::vector<std::string> facts;
    for (const auto& value : story_.words.read) {
      const auto& reads = finding.reads;
      if (std::find(reads.begin(), reads.end(), value.path) == reads.end()) continue;
      facts.push_back(fmt::format("{} is {}", value.path, shown(value)));
    }
    return facts.empty() ? "" : fmt::format("   ({})", fmt::join(facts, ", "));
  }

  std::string shown(const rules::RecordValue& value) const {
    const auto found = explanation_.values.find(value.path);
    return value_in_words(value, found == explanation_.values.end() ? std::nullopt : found->second,
                          zone_, explanation_.now);
  }

  void tell_values() {
    if (explanation_.values.empty()) return;
    head("What the rule reads of the record:");
    std::size_t width = 0;
    for (const auto& value : story_.words.read) width = std::max(width, value.path.size());
    for (const auto& value : story_.words.read) {
      text_ += fmt::format("  {:{}}  {}\n", value.path, width, shown(value));
    }
  }

  void tell_reckoning() {
    const auto& reckoning = explanation_.reckoning;
    if (!reckoning) return;
    const auto found = story_.set.calendars.find(explanation_.calendar);
    if (found == story_.set.calendars.end()) return;
    const auto& calendar = found->second;
    head(explanation_.commitment && explanation_.commitment->is_live()
             ? "How the due is counted:"
             : "How the due is counted from its start:");
    text_ += fmt::format("  The clock starts {}. From then, {}", when(reckoning->start),
                         calendar::to_string(reckoning->span));
    text_ += calendar.name() == "always" ? ", day and night.\n"
                                         : fmt::format(" of {} ({}).\n", calendar.name(),
                                                       hours_in_words(calendar, explanation_.now));
    const auto steps = steps_in_words(*reckoning, calendar, explanation_.now);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const bool left_out = steps.size() > kMostSteps && i == kMostSteps / 2;
      if (left_out) {
        const auto count = steps.size() - kMostSteps;
        text_ += fmt::format("  … {} more\n", count);
        i += count;
      }
      text_ += fmt::format("  {:>16}  {}\n", steps[i].date, steps[i].what);
    }
    text_ += fmt::format("  So it is due {}.\n", when(reckoning->due));
    const auto& commitment = explanation_.commitment;
    if (commitment && commitment->is_live() && commitment->due != reckoning->due) {
      text_ += "  The promise keeps the due that it was opened with, by the rule as it was then.\n";
    }
  }

  void tell_history() {
    if (story_.history.empty()) return;
    head("What became of it:");
    for (const auto& line : story_.history) {
      text_ += fmt::format("  {}: {}", when(line.at), line.kind);
      if (line.kind == "opened" || line.kind == "moved") {
        if (line.due) text_ += ", due " + when(*line.due);
      } else if (line.stopped) {
        text_ += ", done " + when(*line.stopped);
      }
      text_ += '\n';
    }
  }

  void tell_tasks() {
    if (story_.tasks.empty()) return;
    head("What was said:");
    for (const auto& line : story_.tasks) {
      if (line.state == "skipped") {
        text_ +=
            fmt::format("  {}: step {} passed over: {}\n", when(line.at), line.step, line.reason);
        continue;
      }
      const auto for_whom = line.stands_in_for.empty() ? "" : " for " + line.stands_in_for;
      const auto outcome = line.state == "suppressed" ? "not sent: " + line.reason
                           : line.sent_at             ? "sent " + when(*line.sent_at)
                                                      : std::string("waits to be sent");
      text_ += fmt::format("  {}: {}{}, {} to {}{}: {}\n", when(line.at), purpose(line.purpose),
                           line.level > 0 ? fmt::format(" level {}", line.level) : "", line.channel,
                           printable(line.name + for_whom),
                           line.address.empty() ? "" : fmt::format(" <{}>", line.address),
                           printable(outcome));
    }
  }

  static std::string purpose(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
  }

  void tell_ahead() {
    if (explanation_.ahead.empty()) return;
    head(story_.shadow || story_.rule.mode == model::Mode::shadow
             ? "What is to come if nothing changes and nobody answers (in shadow: nothing is "
               "sent):"
             : "What is to come if nothing changes and nobody answers:");
    for (const auto& expected : explanation_.ahead) tell_expected(expected);
    if (explanation_.more_ahead) text_ += "  … and so on\n";
  }

  void tell_expected(const engine::Expected& expected) {
    text_ += fmt::format("  {}: {}\n", when(expected.at), matter(expected));
    for (const auto& message : expected.messages) {
      const auto for_whom = message.stands_in_for.empty() ? "" : " for " + message.stands_in_for;
      auto line = fmt::format("{} to {}", model::to_string(message.channel),
                              printable(message.name + for_whom));
      if (!message.address.empty()) line += fmt::format(" <{}>", message.address);
      if (message.reason) line = fmt::format("no {}: {}", line, model::to_string(*message.reason));
      text_ += "    " + line + "\n";
    }
  }

  std::string matter(const engine::Expected& expected) const {
    if (expected.outcome != model::OutcomeKind::acted) {
      return fmt::format("step {} is passed over: {}", expected.step,
                         model::to_string(expected.outcome));
    }
    if (expected.level > 0) {
      return fmt::format("level {} of the chain {}", expected.level, expected.chain);
    }
    std::vector<std::string> acts;
    if (expected.breach) acts.emplace_back("it is entered in the breach log");
    if (!expected.begins.empty()) acts.push_back("the chain " + expected.begins + " begins");
    if (acts.empty()) acts.push_back(purpose(std::string(model::to_string(expected.purpose))));
    return fmt::format("step {}: {}{}", expected.step, joined(acts, "and"),
                       expected.first_day ? ", in one message with all that is due soon" : "");
  }

  const Story& story_;
  const engine::Explanation& explanation_;
  const calendar::Zone& zone_;
  std::string text_;
};

}  // namespace

std::string value_in_words(const rules::RecordValue& value, const std::optional<std::string>& text,
                           const calendar::Zone& zone, Instant now) {
  if (value.kind == rules::RecordValue::Kind::presence) {
    return text == "true" ? "given" : "not given";
  }
  if (!text) return "not given";
  if (value.kind == rules::RecordValue::Kind::count) return *text + " records";
  if (value.type == model::Type::timestamp) {
    std::int64_t micros = 0;
    std::from_chars(text->data(), text->data() + text->size(), micros);
    return calendar::format_when(from_micros(micros), zone, now);
  }
  if (value.type == model::Type::text) return "\"" + printable(*text) + "\"";
  return printable(*text);
}

std::string text_of(const Story& story) {
  return Teller(story).tell();
}

std::string why(const Story& story) {
  return Teller(story).why();
}

}  // namespace steward::app
