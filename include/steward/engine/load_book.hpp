// SPDX-License-Identifier: MIT
// The part of the state that remembers rule sets: their files, and every attempt to load one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "steward/model/rule.hpp"
#include "steward/model/rule_load.hpp"

namespace steward::engine {

/// Belongs to the transaction that answered it. Nothing in it is ever changed or removed.
class LoadBook {
 public:
  virtual ~LoadBook() = default;

  /// Stores the files of a set, unless they are stored.
  virtual void keep_files(const model::RuleSet& set, Instant now, const std::string& by) = 0;
  /// Of the set with this digest, in the order in which a set is read; empty when it is not stored.
  virtual std::vector<model::SourceFile> files_of(const std::string& digest) = 0;
  /// The stored sets whose digest begins with `prefix`, the newest first, at most `limit`.
  virtual std::vector<std::string> sets_named(const std::string& prefix, std::size_t limit) = 0;
  /// The rules of a set that was in force, with their revisions: the newest set that had the
  /// revision whose digest begins with `prefix`. "" for none.
  virtual std::string set_with_revision(const std::string& prefix) = 0;

  /// Answers the id that it got.
  virtual std::int64_t add(const model::RuleLoad& load) = 0;
  /// The newest first, at most `limit`; without those that changed nothing.
  virtual std::vector<model::RuleLoad> loads(std::size_t limit) = 0;
  /// The last that this host read from its files.
  virtual std::optional<model::RuleLoad> last_of(const std::string& host,
                                                 const std::string& configuration) = 0;
  /// Any host has read files of this digest, whatever became of them.
  virtual bool was_read(const std::string& digest) = 0;
  /// The load by which the set in force came into force.
  virtual std::optional<model::RuleLoad> last_in_force() = 0;
  /// What waits for a decision: the last staged set, unless a later one of the same files was read
  /// or a set came into force after it.
  virtual std::optional<model::RuleLoad> staged() = 0;

  /// Whether it is the first with this digest and outcome that is to be told of.
  virtual bool begin_news(const model::RuleLoad& load) = 0;
  virtual void add(const model::LoadMail& mail, std::int64_t load) = 0;

  /// Live commitments by rule and revision.
  virtual std::vector<model::OpenPromises> open_promises() = 0;
};

}  // namespace steward::engine
