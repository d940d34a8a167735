// SPDX-License-Identifier: MIT
// The names of one kind of thing over all files: each once, and known to whoever refers to it.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "rules/placed_text.hpp"
#include "steward/base/problem.hpp"

namespace steward::rules {

class NameList {
 public:
  /// `kind` is the word for messages: "rule", "calendar".
  explicit NameList(std::string kind) : kind_(std::move(kind)) {}

  /// Takes a name in; reports one that is taken already and answers false.
  bool add(const std::string& name, const SourceMark& mark, Problems& problems);
  /// A name without a file.
  void add_built_in(std::string name) { places_.emplace(std::move(name), SourceMark{}); }
  /// A file could not be read: what it names is unknown, so no name is reported as unknown.
  void leave_open() { open_ = true; }

  [[nodiscard]] bool knows(std::string_view name) const {
    return places_.contains(std::string(name));
  }
  /// Whether there is such a thing, as far as is known.
  [[nodiscard]] bool may_have(std::string_view name) const { return open_ || knows(name); }
  /// Whether there is such a thing; reports it otherwise.
  bool check(const PlacedText& reference, Problems& problems) const;

 private:
  std::string kind_;
  std::map<std::string, SourceMark> places_;
  bool open_ = false;
};

}  // namespace steward::rules
