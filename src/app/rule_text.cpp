// SPDX-License-Identifier: MIT
#include "app/rule_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "app/calendar_words.hpp"

namespace steward::app {
namespace {

using calendar::SpanKind;
using model::Channel;
using model::RecipientKind;

std::string spoken(std::string name) {
  std::replace(name.begin(), name.end(), '-', ' ');
  return name;
}

std::string capital(std::string sentence) {
  if (sentence.empty()) return sentence;
  sentence[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(sentence[0])));
  return sentence;
}

/// A text of any number of lines, as one.
std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!blank) line += c;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  if (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::string joined(const std::vector<std::string>& parts) {
  if (parts.size() < 2) return parts.empty() ? "nobody" : parts.front();
  return fmt::format("{} and {}", fmt::join(parts.begin(), parts.end() - 1, ", "), parts.back());
}

std::string recipient_in_words(const model::Recipient& recipient) {
  switch (recipient.kind) {
    case RecipientKind::assignee:
      return "the assignee";
    case RecipientKind::role:
      return "the " + spoken(recipient.name);
    case RecipientKind::person:
      return "person " + recipient.name;
    case RecipientKind::address:
      return recipient.name;
    case RecipientKind::record:
      return "whoever `" + recipient.name + "` names";
  }
  return recipient.name;
}

std::string recipients_in_words(const std::vector<model::Recipient>& recipients) {
  std::vector<std::string> words;
  for (const auto& recipient : recipients) words.push_back(recipient_in_words(recipient));
  return joined(words);
}

std::string message_in_words(const std::vector<Channel>& channels, bool urgent) {
  std::vector<std::string> words;
  for (const auto channel : channels) {
    words.emplace_back(channel == Channel::sms ? "SMS" : "email");
  }
  if (urgent) return "an urgent " + joined(words);
  for (auto& word : words) word.insert(0, "an ");
  return joined(words);
}

/// "the assignee and the client service leader get an email".
std::string telling(const std::vector<model::Recipient>& recipients,
                    const std::vector<Channel>& channels, bool urgent) {
  return fmt::format("{} {} {}", recipients_in_words(recipients),
                     recipients.size() == 1 ? "gets" : "get", message_in_words(channels, urgent));
}

std::string level_in_words(const model::Level& level, bool first) {
  const auto wait = level.wait == Microseconds(0) ? std::string("at once")
                    : first                       ? length_in_words(level.wait) + " after it begins"
                                                  : length_in_words(level.wait) + " after that";
  auto words = fmt::format("{}, {}", wait, telling(level.notify, level.by, true));
  if (!level.out_of_hours.empty()) {
    words += fmt::format("; out of hours {} instead", recipients_in_words(level.out_of_hours));
  }
  return words;
}

class Speaker {
 public:
  Speaker(const model::RuleSet& set, const model::Rule& rule, const rules::RuleInWords& words,
          Instant now)
      : set_(set), rule_(rule), words_(words), now_(now) {}

  std::vector<Saying> speak() {
    say("It comes from {}. The {} answers for it.", rule_.source, spoken(rule_.owner));
    if (!rule_.description.empty()) said_.push_back({one_line(rule_.description), {}});
    say_mode();
    say_care();
    say_subjects();
    say_clock();
    say_pauses();
    if (words_.assign) {
      say("It is the promise of {} (the assignee).", words_.assign->words);
    } else {
      say("It is nobody's promise in particular.");
    }
    if (!rule_.never.empty()) say("Never told: {}.", recipients_in_words(rule_.never));
    for (const auto& step : rule_.steps) say_step(step);
    say_breach_without_step();
    return std::move(said_);
  }

 private:
  template <class... Values>
  void say(fmt::format_string<Values...> form, Values&&... values) {
    said_.push_back({fmt::format(form, std::forward<Values>(values)...), {}});
  }

  void say_subjects() {
    const auto& condition = words_.condition;
    if (!words_.subjects.empty() && condition) {
      say("It is about {} {}.", words_.subjects, words_.which);
    } else if (!words_.subjects.empty()) {
      say("It is about all {}.", words_.subjects);
    } else if (condition) {
      say("It is the organisation's, as long as {}.", condition->words);
    } else {
      say("It is the organisation's.");
    }
  }

  void say_mode() {
    if (rule_.mode == model::Mode::off) say("It is off: as if it were not there.");
    if (rule_.mode == model::Mode::shadow) {
      say("It runs in shadow: promises and breaches are recorded, nothing is sent.");
    }
    if (rule_.effective_from) {
      say("What was due before {} is history: counted, and nothing is said of it.",
          calendar::format_when(*rule_.effective_from, set_.zone, now_));
    }
    if (rule_.retroactive) say("Promises of before it was in force are judged like new ones.");
  }

  /// What whoever looks after the rules wants to know.
  void say_care() {
    if (rule_.severity) say("A breach of it is {}.", model::to_string(*rule_.severity));
    if (!rule_.tags.empty()) say("Its tags are {}.", joined(rule_.tags));
    if (rule_.review_by) {
      say("The rule itself is to be reviewed by {}.",
          date_in_words(std::chrono::sys_days(*rule_.review_by), set_.zone, now_));
    }
    if (rule_.on_change == model::OnChange::rebase) {
      say("When it is edited, open promises get the new due and steps.");
    }
  }

  void say_pauses() {
    if (!words_.pauses) return;
    if (rule_.clock.pauses == model::PauseKind::observed) {
      say("The clock stands still while {}.", words_.pauses->words);
    } else {
      say("The clock stands still in the times that {} lists.", words_.pauses->words);
    }
  }

  void say_clock() {
    if (rule_.schedule) {
      say("A promise opens at each recurrence of {}, from {} on.", rule_.schedule->rule,
          calendar::to_iso8601(rule_.schedule->start));
    }
    if (words_.starts) say("The clock starts at {}.", words_.starts->words);
    if (words_.stops) say("It is kept at {}.", words_.stops->words);
    if (rule_.clock.renews) say("Each later start keeps it and begins the next.");
    if (rule_.clock.is_announcement()) {
      say("Nothing is due: it tells that something happened, and ends when the condition no "
          "longer holds.");
    } else if (rule_.clock.within) {
      say_within(*rule_.clock.within);
    } else if (!rule_.clock.within_table.empty()) {
      say_within_table();
    } else if (words_.within) {
      say("It is due after as long as {} says, {}.", words_.within->words, counting());
    } else if (words_.due) {
      say("It is due at {}.", words_.due->words);
    }
  }

  void say_within_table() {
    say("When it is due goes by {}, {}:", joined(words_.within_by), counting());
    for (const auto& row : rule_.clock.within_table) {
      said_.back().details.push_back(
          fmt::format("{}: {}", row.when == "default" ? "otherwise" : row.when,
                      row.length.kind == SpanKind::open_time ? length_in_words(row.length.time)
                                                             : calendar::to_string(row.length)));
    }
  }

  void say_within(const calendar::Span& within) {
    switch (within.kind) {
      case SpanKind::open_time:
        return say("It is due {} later, {}.", length_in_words(within.time), counting());
      case SpanKind::days:
      case SpanKind::months:
        return say("It is due {} later.", calendar::to_string(within));
      case SpanKind::working_days:
        return say("It is due {} later, {}.", calendar::to_string(within), counting());
      case SpanKind::end_of_next_working_day:
        return say("It is due at the end of the next working day, {}.", counting());
    }
  }

  std::string counting() const {
    if (words_.calendar) return "counted in the calendar that " + words_.calendar->words + " names";
    const auto calendar = set_.calendars.find(rule_.clock.calendar);
    if (calendar == set_.calendars.end() || calendar->first == "always") {
      return "counted day and night";
    }
    return fmt::format("counted in {} ({})", spoken(calendar->first),
                       hours_in_words(calendar->second, now_));
  }

  void say_step(const model::Step& step) {
    std::vector<std::string> acts;
    if (step.breach) acts.emplace_back("it is entered in the breach log");
    if (!step.notify.empty()) {
      acts.push_back(telling(step.notify, step.by, step.urgency == model::Urgency::urgent));
    }
    if (!step.escalate.empty()) {
      acts.push_back(fmt::format("the chain {} begins, unless it has been kept", step.escalate));
    }
    const auto when = step.breach ? "when it is due and not kept" : moment_in_words(step.at);
    Saying saying{capital(fmt::format("{}{}{}, {}.", when, again(step), condition(step),
                                      fmt::join(acts, ", and "))),
                  {}};
    const auto chain = set_.chains.find(step.escalate);
    if (chain != set_.chains.end()) {
      saying.sentence.back() = ':';
      for (const auto& level : chain->second.levels) {
        saying.details.push_back(level_in_words(level, saying.details.empty()));
      }
      saying.details.emplace_back("it goes no further once somebody takes it, or it is kept");
    }
    said_.push_back(std::move(saying));
  }

  /// " and every 2 hours after that, 3 times in all"; "" for a step that acts once.
  static std::string again(const model::Step& step) {
    if (!step.repeat) return {};
    auto every = length_in_words(step.repeat->every);
    if (step.repeat->working) every.insert(every.find(' ') + 1, "working ");
    auto words =
        fmt::format(" and every {} after that, at most {} times in all", every, step.repeat->times);
    if (step.repeat->until) words += ", until " + model::to_string(*step.repeat->until);
    return words;
  }

  /// Of one row of a table of steps, and of a condition of its own.
  std::string condition(const model::Step& step) const {
    std::string words;
    if (step.row > 0) words += fmt::format(", in row {} of the table of steps", step.row);
    const auto asked = words_.asked.find(step.when);
    if (asked != words_.asked.end()) words += ", if " + asked->second;
    if (!step.never.empty()) words += ", but never to " + recipients_in_words(step.never);
    return words;
  }

  void say_breach_without_step() {
    const bool told = std::any_of(rule_.steps.begin(), rule_.steps.end(),
                                  [](const model::Step& step) { return step.breach; });
    if (told || rule_.clock.is_announcement()) return;
    say("When it is due and not kept, it is entered in the breach log, and nobody is told.");
  }

  const model::RuleSet& set_;
  const model::Rule& rule_;
  const rules::RuleInWords& words_;
  Instant now_;
  std::vector<Saying> said_;
};

}  // namespace

std::string moment_in_words(const model::Moment& moment) {
  if (moment.percent) {
    return fmt::format("when {}% of the open time until it is due has passed", *moment.percent);
  }
  const bool of_due = moment.anchor == model::Anchor::due;
  const auto anchor = of_due ? "it is due" : "the clock starts";
  if (moment.span) {
    auto span = *moment.span;
    const bool earlier = span.count < 0 || span.time < Microseconds(0);
    span.count = std::abs(span.count);
    span.time = earlier ? -span.time : span.time;
    return fmt::format("{} {} {}", calendar::to_string(span), earlier ? "before" : "after", anchor);
  }
  if (moment.offset == Microseconds(0)) return of_due ? "when it is due" : "when the clock starts";
  const bool before = moment.offset < Microseconds(0);
  auto length = length_in_words(before ? -moment.offset : moment.offset);
  if (moment.working) length.insert(length.find(' ') + 1, "working ");
  return fmt::format("{} {} {}", length, before ? "before" : "after", anchor);
}

std::vector<Saying> say_rule(const model::RuleSet& set, const model::Rule& rule,
                             const rules::RuleInWords& words, Instant now) {
  return Speaker(set, rule, words, now).speak();
}

std::string text_of(const std::vector<Saying>& sayings) {
  std::string text;
  for (const auto& [sentence, details] : sayings) {
    text += sentence + "\n";
    for (const auto& detail : details) text += "  - " + detail + "\n";
  }
  return text;
}

}  // namespace steward::app
