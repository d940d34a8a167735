// SPDX-License-Identifier: MIT
#include "steward/engine/change_sentences.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "steward/rules/flat_keys.hpp"

namespace steward::engine {
namespace {

using Keys = std::map<std::string, std::string, std::less<>>;

std::string promises(std::int64_t count) {
  return fmt::format("{} open promise{}", count, count == 1 ? "" : "s");
}

/// "a, b and c".
std::string listed(const std::vector<std::string>& words) {
  if (words.size() < 2) return words.empty() ? "" : words.front();
  return fmt::format("{} and {}", fmt::join(words.begin(), words.end() - 1, ", "), words.back());
}

bool is_at_or_below(std::string_view key, std::string_view parent) {
  return key.substr(0, parent.size()) == parent &&
         (key.size() == parent.size() || key[parent.size()] == '.');
}

/// The two versions of one rule, key by key.
class RuleComparison {
 public:
  RuleComparison(const model::Rule& before, const model::Rule& after, std::int64_t open)
      : before_(rules::flat_keys(before.text)), after_(rules::flat_keys(after.text)), open_(open) {
    rebases_ = value(after_, "on_change") == "rebase";
  }

  /// In more than its name.
  [[nodiscard]] bool differs_otherwise() const { return !frozen().empty() || !others().empty(); }

  std::string sentence() const {
    const auto kept = frozen();
    const auto rest = others();
    std::string text;
    if (!kept.empty()) text = fate_of_the_open(kept);
    if (!rest.empty()) {
      if (!text.empty()) text += "; ";
      text += listed(rest) + (rest.size() == 1 ? " is" : " are") + " other than before";
    }
    return text.empty() ? "is written in another way" : text;
  }

 private:
  /// What an open promise has taken with it, and the old and new value; both "" for more than one
  /// line.
  struct Frozen {
    std::string name;
    std::string before;
    std::string after;
  };

  static std::string value(const Keys& keys, std::string_view key) {
    const auto found = keys.find(key);
    return found == keys.end() ? std::string() : found->second;
  }

  bool differs(std::string_view parent) const {
    const auto below = [&](const Keys& keys) {
      Keys part;
      for (const auto& [key, text] : keys) {
        if (is_at_or_below(key, parent)) part.emplace(key, text);
      }
      return part;
    };
    return below(before_) != below(after_);
  }

  std::vector<Frozen> frozen() const {
    std::vector<Frozen> all;
    for (const std::string_view name : {"within", "due", "calendar"}) {
      const auto key = fmt::format("clock.{}", name);
      if (!differs(key)) continue;
      // Long values, and tables, are named rather than shown.
      const auto shown = [&](const Keys& keys) {
        auto text = value(keys, key);
        constexpr std::size_t kLongest = 40;
        return text.size() > kLongest ? std::string() : text;
      };
      all.push_back({std::string(name), shown(before_), shown(after_)});
    }
    if (differs("steps")) all.push_back({"steps", "", ""});
    return all;
  }

  std::string fate_of_the_open(const std::vector<Frozen>& kept) const {
    std::vector<std::string> old_values;
    std::vector<std::string> new_values;
    for (const auto& [name, before, after] : kept) {
      const bool shown = !before.empty() && !after.empty();
      const auto word = name == "calendar" && shown ? "calendar " : "";
      const bool plural = name == "steps";
      old_values.push_back(shown ? word + before : (plural ? "their " : "the old ") + name);
      new_values.push_back(shown ? word + after : (plural ? "the new " : "the new ") + name);
    }
    if (open_ == 0) {
      return fmt::format("new promises get {} instead of {}", listed(new_values),
                         listed_as_rule(old_values));
    }
    const bool one = open_ == 1;
    if (rebases_) {
      return fmt::format("{} {} {} instead of {}, as do new ones", promises(open_),
                         one ? "gets" : "get", listed(new_values), listed_as_rule(old_values));
    }
    return fmt::format("{} {} {} until {}; new ones get {}", promises(open_),
                       one ? "keeps" : "keep", one ? as_one(old_values) : listed(old_values),
                       one ? "it closes" : "they close", listed(new_values));
  }

  static std::string listed_as_rule(std::vector<std::string> words) {
    for (auto& word : words) {
      if (word == "their steps") word = "the old steps";
    }
    return listed(words);
  }

  static std::string as_one(std::vector<std::string> words) {
    for (auto& word : words) {
      if (word == "their steps") word = "its steps";
    }
    return listed(words);
  }

  /// The other keys that differ, by their names in the file.
  std::vector<std::string> others() const {
    std::set<std::string> names;
    const auto look = [&](const Keys& these, const Keys& those) {
      for (const auto& [key, text] : these) {
        if (value(those, key) == text && those.count(key) > 0) continue;
        if (is_at_or_below(key, "steps")) continue;
        const bool of_clock = is_at_or_below(key, "clock");
        const auto from = of_clock ? std::string_view("clock.").size() : 0;
        const auto name = key.substr(from, key.find('.', from) - from);
        if (name == "rule" || name == "was") continue;  // said by itself
        if (of_clock && (name == "within" || name == "due" || name == "calendar")) continue;
        names.insert("'" + name + "'");
      }
    };
    look(before_, after_);
    look(after_, before_);
    return {names.begin(), names.end()};
  }

  Keys before_;
  Keys after_;
  std::int64_t open_;
  bool rebases_ = false;
};

std::string ended(const model::Rule& rule, std::string_view how, std::int64_t open) {
  if (open == 0) return fmt::format("{}: {}", rule.name, how);
  return fmt::format("{}: {}: {} {} cancelled", rule.name, how, promises(open),
                     open == 1 ? "is" : "are");
}

bool runs(const model::Rule* rule) {
  return rule != nullptr && rule->mode != model::Mode::off;
}

void add_rules(const model::RuleSet* before, const model::RuleSet& after,
               const std::map<std::string, std::int64_t>& open,
               std::vector<std::string>& sentences) {
  const auto open_of = [&](const std::string& rule) {
    const auto found = open.find(rule);
    return found == open.end() ? 0 : found->second;
  };
  std::set<std::string> renamed;
  for (const auto& rule : after.rules) {
    const auto* old = before == nullptr ? nullptr : before->rule(rule.name);
    const auto* was = before == nullptr || old != nullptr ? nullptr : before->rule(rule.was);
    if (runs(was) && runs(&rule)) {
      renamed.insert(was->name);
      const auto open_now = open_of(was->name);
      sentences.push_back(
          fmt::format("{}: was {}, and has its {}", rule.name, was->name, promises(open_now)));
      const RuleComparison comparison(*was, rule, open_now);
      if (comparison.differs_otherwise()) {
        sentences.push_back(fmt::format("{}: {}", rule.name, comparison.sentence()));
      }
    } else if (!runs(old)) {
      if (runs(&rule)) sentences.push_back(fmt::format("{}: new", rule.name));
    } else if (!runs(&rule)) {
      sentences.push_back(ended(rule, "off", open_of(rule.name)));
    } else if (old->revision != rule.revision) {
      const RuleComparison comparison(*old, rule, open_of(rule.name));
      sentences.push_back(fmt::format("{}: {}", rule.name, comparison.sentence()));
    }
  }
  if (before == nullptr) return;
  for (const auto& rule : before->rules) {
    if (after.rule(rule.name) != nullptr || !runs(&rule) || renamed.contains(rule.name)) continue;
    sentences.push_back(ended(rule, "removed", open_of(rule.name)));
  }
}

/// Of files other than those of rules, by kind and path.
using Digests = std::map<std::pair<model::FileKind, std::string>, std::string>;

Digests other_files(const model::RuleSet* set) {
  Digests digests;
  if (set == nullptr) return digests;
  for (const auto& file : set->files) {
    if (file.kind != model::FileKind::rule) digests[{file.kind, file.path}] = file.digest;
  }
  return digests;
}

void add_files(const model::RuleSet* before, const model::RuleSet& after,
               std::vector<std::string>& sentences) {
  if (before == nullptr || before->files.empty()) return;
  const auto old_files = other_files(before);
  const auto new_files = other_files(&after);
  const auto say = [&](const auto& file, std::string_view what) {
    sentences.push_back(fmt::format("{} ({}): {}", file.second, to_string(file.first), what));
  };
  for (const auto& [file, digest] : new_files) {
    const auto old = old_files.find(file);
    if (old == old_files.end()) {
      say(file, "new");
    } else if (old->second != digest) {
      say(file, "changed");
    }
  }
  for (const auto& [file, digest] : old_files) {
    if (new_files.count(file) == 0) say(file, "removed");
  }
}

}  // namespace

std::vector<std::string> change_sentences(const model::RuleSet* before, const model::RuleSet& after,
                                          const std::vector<model::OpenPromises>& open) {
  std::map<std::string, std::int64_t> by_rule;
  for (const auto& promises_of : open) by_rule[promises_of.rule] += promises_of.count;
  std::vector<std::string> sentences;
  add_rules(before, after, by_rule, sentences);
  add_files(before, after, sentences);
  return sentences;
}

}  // namespace steward::engine
