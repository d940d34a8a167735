// SPDX-License-Identifier: MIT
#include "engine/rebasing.hpp"

#include <algorithm>

namespace steward::engine {
namespace {

/// Whether two steps say the same to the same people, wherever they stand. A breach is told once.
bool says_the_same(model::Step a, const model::Step& b) {
  if (a.breach || b.breach) return a.breach == b.breach;
  a.id = b.id;
  a.at = b.at;
  a.row = b.row;
  return a == b;
}

/// "3" of "3", of a repetition "3#2" and of a level "3/1".
std::string own_id(const std::string& act) {
  return act.substr(0, act.find_first_of("#/"));
}

}  // namespace

std::string aside(const std::string& step, Instant now) {
  return step + "~" + to_rfc3339(now);
}

std::map<std::string, std::string> renamed_steps(const std::vector<model::Step>& before,
                                                 const std::vector<model::Step>& now_steps,
                                                 const std::set<std::string>& done,
                                                 const model::Commitment& after,
                                                 const calendar::Calendar& calendar,
                                                 bool unbreached, Instant now) {
  std::map<std::string, std::string> carried;
  std::set<std::string> acted;
  for (const auto& act : done) acted.insert(own_id(act));
  std::set<std::string> taken;
  for (const auto& step : before) {
    if (!acted.contains(step.id)) continue;
    const auto same = std::find_if(now_steps.begin(), now_steps.end(), [&](const auto& other) {
      return !taken.contains(other.id) && says_the_same(step, other);
    });
    if (same == now_steps.end()) continue;
    const auto at = model::instant_of(same->at, after, calendar);
    const bool is_ahead = !at || (*at > now && after.due && *at >= *after.due);
    if (unbreached && is_ahead) continue;
    taken.insert(same->id);
    carried[step.id] = same->id;
  }
  std::map<std::string, std::string> names;
  for (const auto& act : done) {
    if (act.find('~') != std::string::npos) continue;
    const auto own = own_id(act);
    const auto found = carried.find(own);
    const auto name =
        found == carried.end() ? aside(act, now) : found->second + act.substr(own.size());
    if (name != act) names[act] = name;
  }
  return names;
}

}  // namespace steward::engine
