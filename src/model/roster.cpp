// SPDX-License-Identifier: MIT
#include "steward/model/roster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace steward::model {
namespace {

bool covers(const Holding& holding, std::string_view role, Instant at) {
  return holding.role == role && (!holding.from || *holding.from <= at) &&
         (!holding.to || at < *holding.to);
}

std::vector<std::string> people_of(const std::vector<Holding>& holdings, std::string_view role,
                                   Instant at) {
  std::set<std::string> found;
  for (const auto& holding : holdings) {
    if (covers(holding, role, at)) found.insert(holding.person);
  }
  return {found.begin(), found.end()};
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// The stand-in of the stand-in, and so on: rosters may name circles.
constexpr int kMostStandIns = 5;

}  // namespace

const std::string& Person::address(Channel channel) const {
  return channel == Channel::email ? email : mobile;
}

const Absence* Roster::absence_of(std::string_view person, Instant at) const {
  const Absence* found = nullptr;
  for (const auto& absence : absences) {
    if (absence.person != person || at < absence.from || at >= absence.to) continue;
    // Of absences that overlap, one with a stand-in says more; then the longer one.
    if (found == nullptr || (found->stand_in.empty() && !absence.stand_in.empty()) ||
        (found->stand_in.empty() == absence.stand_in.empty() && found->to < absence.to)) {
      found = &absence;
    }
  }
  return found;
}

void Roster::add_present(Resolution& resolution, const std::string& person, const std::string& role,
                         bool on_duty, Instant at) const {
  const auto first = people.find(person);
  if (first == people.end()) {
    resolution.unreachable.emplace_back(person, Suppression::nobody);
    return;
  }
  Addressee addressee{first->second, role, on_duty, {}, {}};
  std::set<std::string> passed;
  for (int hops = 0; hops <= kMostStandIns; ++hops) {
    const auto* absence = absence_of(addressee.person.key, at);
    if (absence == nullptr) {
      const auto same = [&](const Addressee& other) {
        return other.person.key == addressee.person.key;
      };
      if (std::none_of(resolution.people.begin(), resolution.people.end(), same)) {
        resolution.people.push_back(std::move(addressee));
      }
      return;
    }
    if (addressee.stands_in_for.empty()) {
      addressee.stands_in_for = addressee.person.name;
      if (absence->to != Instant::max()) addressee.away_until = absence->to;
    }
    passed.insert(addressee.person.key);
    const auto next = people.find(absence->stand_in);
    if (next == people.end() || passed.contains(next->first)) break;
    addressee.person = next->second;
  }
  resolution.unreachable.emplace_back(first->second.name, Suppression::away);
}

Resolution Roster::resolve(const Recipient& recipient, Instant at) const {
  Resolution resolution;
  switch (recipient.kind) {
    case RecipientKind::address: {
      Person person;
      person.name = recipient.name;
      (recipient.name.find('@') != std::string::npos ? person.email : person.mobile) =
          recipient.name;
      resolution.people.push_back({person, {}, false, {}, {}});
      break;
    }
    case RecipientKind::record:
      break;  // whom a record names is known only beside it
    case RecipientKind::assignee:
    case RecipientKind::person:
      if (recipient.name.empty()) {
        resolution.unreachable.emplace_back("the assignee", Suppression::nobody);
      } else {
        add_present(resolution, recipient.name, {}, false, at);
      }
      break;
    case RecipientKind::role: {
      for (const auto& person : people_of(duties, recipient.name, at)) {
        add_present(resolution, person, recipient.name, true, at);
      }
      if (!resolution.people.empty()) break;
      for (const auto& person : people_of(holders, recipient.name, at)) {
        add_present(resolution, person, recipient.name, false, at);
      }
      if (resolution.people.empty() && resolution.unreachable.empty()) {
        resolution.unreachable.emplace_back(recipient.name, Suppression::nobody);
      }
      break;
    }
  }
  return resolution;
}

std::set<std::string> Roster::meant_by(const Recipient& recipient, Instant at) const {
  const bool one =
      recipient.kind == RecipientKind::person || recipient.kind == RecipientKind::assignee;
  if (one && !recipient.name.empty()) return {recipient.name};
  std::set<std::string> found;
  if (recipient.kind != RecipientKind::role) return found;
  for (const auto* holdings : {&duties, &holders}) {
    const auto keys = people_of(*holdings, recipient.name, at);
    found.insert(keys.begin(), keys.end());
  }
  return found;
}

Result<std::string> Roster::find_person(std::string_view text) const {
  const auto wanted = lower(text);
  std::vector<std::string> found;
  for (const auto& [key, person] : people) {
    if (key == text || (!person.email.empty() && lower(person.email) == wanted)) return key;
    if (lower(person.name) == wanted) found.push_back(key);
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return Error(ErrorCode::not_found,
                 fmt::format("nobody on the staff is '{}': give an email address, a full name or "
                             "a key",
                             text));
  }
  return Error(ErrorCode::conflict,
               fmt::format("{} people are called '{}': give an email address", found.size(), text));
}

}  // namespace steward::model
