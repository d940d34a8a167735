// SPDX-License-Identifier: MIT
#include "engine/change_instants.hpp"

#include <algorithm>

namespace steward::engine {
namespace {

template <class Map, class Key>
void keep_oldest(Map& instants, Key key, Instant instant) {
  const auto [known, added] = instants.try_emplace(std::move(key), instant);
  if (!added) known->second = std::min(known->second, instant);
}

}  // namespace

ChangeInstants::ChangeInstants(const std::vector<Change>& changes) {
  for (const auto& change : changes) {
    keep_oldest(by_entity_, change.entity, change.changed_at);
    for (const auto& [noted, values] : change.values) {
      for (const auto& value : values) {
        keep_oldest(by_value_, std::pair(change.entity, value), change.changed_at);
      }
    }
  }
}

Instant ChangeInstants::of(const model::Read& read, const Subject& subject) const {
  if (read.entity == subject.entity) {
    const auto own = by_value_.find({subject.entity, subject.key});
    if (own != by_value_.end()) return own->second;
  }
  return by_entity_.at(read.entity);
}

}  // namespace steward::engine
