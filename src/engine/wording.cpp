// SPDX-License-Identifier: MIT
#include "engine/wording.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/level_recipients.hpp"
#include "steward/model/schedule.hpp"

namespace steward::engine {
namespace {

constexpr std::string_view kYours = "You get this because it is yours.";

/// A role's name as people say it: "duty-officer" is "duty officer".
std::string spoken(std::string role) {
  std::replace(role.begin(), role.end(), '-', ' ');
  return role;
}

std::vector<std::string> names_of(const std::vector<model::Recipient>& recipients,
                                  const Background& background, const model::Roster& roster,
                                  Instant at) {
  std::vector<std::string> names;
  for (auto recipient : recipients) {
    if (recipient.kind == model::RecipientKind::assignee) {
      recipient = assignee_of(background.commitment);
    }
    for (const auto& addressee : roster.resolve(recipient, at).people) {
      if (background.excluded.contains(addressee.person.key)) continue;
      const auto& name = addressee.person.name;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

/// "Ana is", "Ana and you are": `names` as the subject of a sentence that `reader` reads.
std::string as_subject(std::vector<std::string> names, const std::string& reader) {
  if (names.empty()) return "the next in line is";
  const auto self = std::find(names.begin(), names.end(), reader);
  if (self != names.end()) {
    names.erase(self);
    names.emplace_back("you");
  }
  return in_words(names) + (names.size() == 1 && names.front() != "you" ? " is" : " are");
}

std::string next_level(const model::Notice& notice, const Background& background,
                       const model::RuleSet& set, const model::Roster& roster,
                       const std::string& reader, const calendar::Zone& zone, Instant now) {
  const auto chain = set.chains.find(notice.chain);
  const auto& escalation = background.escalation;
  if (chain == set.chains.end() || !escalation || !escalation->next_at) return {};
  const auto index = static_cast<std::size_t>(escalation->level);
  if (index >= chain->second.levels.size()) return {};
  const auto& level = chain->second.levels[index];
  const auto names = names_of(recipients_of(level, chain->second, set, *escalation->next_at),
                              background, roster, *escalation->next_at);
  return fmt::format("If nobody answers by {}, {} asked.",
                     calendar::format_near(*escalation->next_at, zone, now),
                     as_subject(names, reader));
}

struct Foretold {
  const model::Chain* chain;
  Instant at;  ///< when its first level acts
};

/// The next chain that a promise's steps begin after `now`.
std::optional<Foretold> next_chain(const model::Rule& rule, const Background& background,
                                   const model::RuleSet& set, Instant now) {
  std::optional<Foretold> next;
  const auto& commitment = background.commitment;
  const auto& own = commitment.terms.calendar;
  const auto calendar = set.calendars.find(own.empty() ? rule.clock.calendar : own);
  if (calendar == set.calendars.end()) return next;
  for (const auto& step : background.steps) {
    const auto chain = set.chains.find(step.escalate);
    if (chain == set.chains.end() || chain->second.levels.empty()) continue;
    const auto begins = model::instant_of(step.at, commitment, calendar->second);
    if (!begins || *begins <= now || *begins == model::kUntilFurtherNotice) continue;
    const auto at = *begins + chain->second.levels.front().wait;
    if (!next || at < next->at) next = Foretold{&chain->second, at};
  }
  return next;
}

std::string after_breach(const Background& background, const model::RuleSet& set,
                         const model::Roster& roster, const std::string& reader,
                         const calendar::Zone& zone, Instant now) {
  const auto& commitment = background.commitment;
  const auto* rule = set.rule(commitment.rule);
  if (rule == nullptr) return {};
  const auto next = next_chain(*rule, background, set, now);
  if (!next) return {};
  const auto names =
      names_of(recipients_of(next->chain->levels.front(), *next->chain, set, next->at), background,
               roster, next->at);
  return fmt::format("If it is not done by {}, {} asked.",
                     calendar::format_near(next->at, zone, now), as_subject(names, reader));
}

std::string at_due(const Background& background, const model::Roster& roster,
                   const std::string& reader, const calendar::Zone& zone, Instant now) {
  const auto& commitment = background.commitment;
  if (!commitment.due || *commitment.due <= now) return {};
  const auto& steps = background.steps;
  const auto breach =
      std::find_if(steps.begin(), steps.end(), [](const model::Step& step) { return step.breach; });
  auto sentence = fmt::format("If it is not done by {}, it is logged as late",
                              calendar::format_near(*commitment.due, zone, now));
  if (breach != steps.end()) {
    auto names = names_of(breach->notify, background, roster, *commitment.due);
    names.erase(std::remove(names.begin(), names.end(), reader), names.end());
    if (!names.empty()) {
      sentence += fmt::format(" and {} {} told", in_words(names), names.size() == 1 ? "is" : "are");
    }
  }
  return sentence + ".";
}

}  // namespace

model::Recipient assignee_of(const model::Commitment& commitment) {
  if (commitment.assignee.empty() && !commitment.assignee_role.empty()) {
    return {model::RecipientKind::role, commitment.assignee_role};
  }
  return {model::RecipientKind::assignee, commitment.assignee};
}

std::string in_words(const std::vector<std::string>& names) {
  if (names.empty()) return {};
  if (names.size() == 1) return names.front();
  return fmt::format("{} and {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

std::vector<std::string> lines_of(const std::vector<Told>& told, const calendar::Zone& zone) {
  std::vector<std::string> lines;
  for (auto at = told.begin(); at != told.end();) {
    // The channels of one person in one go share a line.
    auto end = at;
    std::vector<std::string> channels;
    while (end != told.end() && end->name == at->name && end->at == at->at &&
           end->reason == at->reason) {
      channels.emplace_back(end->channel == model::Channel::sms ? "SMS" : "email");
      ++end;
    }
    const auto what = at->reason ? "not sent, " + std::string(to_string(*at->reason)) : "sent";
    lines.push_back(fmt::format("{} {}: {} {}", calendar::format_time(at->at, zone), at->name,
                                in_words(channels), what));
    at = end;
  }
  return lines;
}

std::string why_them(const model::Notice& notice, const model::Addressee& addressee,
                     const std::vector<std::pair<std::string, model::Suppression>>& unreachable,
                     const calendar::Zone& zone, Instant now) {
  if (!unreachable.empty()) {
    std::vector<std::string> reasons;
    for (const auto& [who, reason] : unreachable) {
      reasons.push_back(fmt::format("{} {}", spoken(who), describe(reason)));
    }
    return fmt::format("You are asked because {}.", in_words(reasons));
  }
  if (!addressee.stands_in_for.empty()) {
    const auto until = addressee.away_until
                           ? "until " + calendar::format_when(*addressee.away_until, zone, now)
                           : std::string("until further notice");
    return fmt::format("You are standing in for {}, who is away {}.", addressee.stands_in_for,
                       until);
  }
  if (notice.purpose == model::Purpose::all_clear) return "You get this because you were told.";
  if (addressee.on_duty) return fmt::format("You are on duty as {}.", spoken(addressee.role));
  if (!addressee.role.empty()) return fmt::format("You get this as {}.", spoken(addressee.role));
  if (addressee.person.key.empty()) return "This is the address of last resort.";
  return std::string(kYours);
}

std::string why_all(const std::vector<std::string>& reasons) {
  std::string text;
  for (const auto& reason : reasons) {
    if (!text.empty()) text += ' ';
    if (reason != kYours) {
      text += reason;
    } else {
      text += reasons.size() == 1 ? "You get this because they are yours." : "Some are yours.";
    }
  }
  return text;
}

std::string what_is_new(const std::vector<std::string>& rules) {
  if (rules.size() == 1) return fmt::format("the rule '{}' is new", rules.front());
  if (rules.size() == 2) {
    return fmt::format("the rules '{}' and '{}' are new", rules.front(), rules.back());
  }
  return fmt::format("{} rules are new", rules.size());
}

std::string what_next(const model::Notice& notice, const Background& background,
                      const model::RuleSet& set, const model::Roster& roster,
                      const std::string& reader, const calendar::Zone& zone, Instant now) {
  if (notice.purpose == model::Purpose::escalation) {
    return next_level(notice, background, set, roster, reader, zone, now);
  }
  if (notice.purpose == model::Purpose::breach) {
    return after_breach(background, set, roster, reader, zone, now);
  }
  if (notice.purpose == model::Purpose::reminder) {
    return at_due(background, roster, reader, zone, now);
  }
  return {};
}

}  // namespace steward::engine
