// SPDX-License-Identifier: MIT
#include "rules/named_people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "rules/expression_lexer.hpp"

namespace steward::rules {
namespace {

/// The keys below which people are named.
constexpr std::array<std::string_view, 4> kNaming = {"notify", "out_of_hours", "never", "assign"};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::binary_search(names.begin(), names.end(), name);
}

bool is_naming(std::string_view key) {
  return std::find(kNaming.begin(), kNaming.end(), key) != kNaming.end();
}

}  // namespace

KnownPeople::KnownPeople(const model::Roster& roster, Severity severity) : severity_(severity) {
  std::set<std::string> roles;
  for (const auto& holding : roster.holders) roles.insert(holding.role);
  for (const auto& duty : roster.duties) roles.insert(duty.role);
  roles_.assign(roles.begin(), roles.end());
  for (const auto& [key, person] : roster.people) {
    people_.push_back(key);
    by_key_.emplace(key, person);
  }
  for (const auto* list : {&roster.holders, &roster.duties}) {
    for (const auto& holding : *list) holders_[holding.role].insert(holding.person);
  }
}

void KnownPeople::check(const YamlNode& file, Problems& problems) const {
  for (const auto& item : file.items) check(item, problems);
  for (const auto& [key, value] : file.entries) {
    if (key.text() == "owner" && value.kind == YamlKind::text) {
      check_role(std::string(trimmed(value.text.text())), value.mark, problems);
    } else if (is_naming(key.text()) && value.kind == YamlKind::text) {
      check_text(value.text, problems);
    } else if (is_naming(key.text())) {
      for (const auto& item : value.items) check_text(item.text, problems);
    } else if (key.text() == "vars") {
      // Its keys are names of the author's own.
      for (const auto& var : value.entries) check_text(var.value.text, problems);
    } else {
      check(value, problems);
    }
  }
}

void KnownPeople::check_text(const PlacedText& text, Problems& problems) const {
  Problems unheard;  // mistakes of the expression are its reader's to report
  const auto tokens = split_expression(text, unheard);
  if (!tokens) return;
  for (std::size_t at = 0; at + 2 < tokens->size(); ++at) {
    const auto& word = (*tokens)[at];
    const auto& name = (*tokens)[at + 2];
    const bool call = word.kind == TokenKind::name && (*tokens)[at + 1].text == "(" &&
                      name.kind == TokenKind::text;
    if (!call) continue;
    if (word.text == "role") check_role(name.text, mark_of(text, name.span), problems);
    if (word.text == "person") check_person(name.text, mark_of(text, name.span), problems);
  }
}

void KnownPeople::check_addresses(const std::vector<model::Recipient>& recipients,
                                  const std::vector<model::Channel>& channels,
                                  const SourceMark& mark, Problems& problems) const {
  const auto has_address = [&](const std::string& key, model::Channel channel) {
    const auto person = by_key_.find(key);
    return person != by_key_.end() && !person->second.address(channel).empty();
  };
  const auto missing = [](model::Channel channel) {
    return channel == model::Channel::sms ? "mobile number" : "email address";
  };
  for (const auto& [kind, name] : recipients) {
    if (kind == model::RecipientKind::person && by_key_.contains(name)) {
      for (const auto channel : channels) {
        if (has_address(name, channel)) continue;
        problems.warning(mark,
                         fmt::format("person(\"{}\"), {}, has no {}", name, by_key_.at(name).name,
                                     missing(channel)),
                         "the message goes to whoever comes next");
      }
    } else if (kind == model::RecipientKind::role && holders_.contains(name)) {
      const auto& holders = holders_.at(name);
      const bool reached = std::any_of(holders.begin(), holders.end(), [&](const auto& key) {
        return std::any_of(channels.begin(), channels.end(),
                           [&](auto channel) { return has_address(key, channel); });
      });
      if (reached || channels.empty()) continue;
      problems.warning(
          mark,
          fmt::format("nobody who has the role '{}' has {}", name,
                      channels.size() > 1
                          ? std::string("an email address or a mobile number")
                          : fmt::format("{} {}", channels[0] == model::Channel::sms ? "a" : "an",
                                        missing(channels[0]))),
          "the message goes to whoever comes next");
    }
  }
}

void KnownPeople::check_role(const std::string& name, const SourceMark& mark,
                             Problems& problems) const {
  if (roles_.empty() || contains(roles_, name)) return;
  const auto near = nearest_spelling(name, roles_);
  report(mark, fmt::format("nobody has the role '{}'", name),
         near.empty() ? "no record of roles or duties in the database names it"
                      : fmt::format("did you mean '{}'?", near),
         problems);
}

void KnownPeople::check_person(const std::string& key, const SourceMark& mark,
                               Problems& problems) const {
  if (people_.empty() || contains(people_, key)) return;
  report(mark, fmt::format("nobody on the staff has the key '{}'", key),
         "person(\"…\") takes a primary key of the table of staff", problems);
}

void KnownPeople::report(const SourceMark& mark, std::string message, std::string hint,
                         Problems& problems) const {
  if (severity_ == Severity::error) {
    problems.error(mark, std::move(message), std::move(hint));
  } else {
    problems.warning(mark, std::move(message), std::move(hint));
  }
}

}  // namespace steward::rules
