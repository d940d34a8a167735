// SPDX-License-Identifier: MIT
// The clock of one promise: what it was given, when it stood still, and so when it is due.
#pragma once

#include <optional>
#include <vector>

#include "steward/model/commitment.hpp"

namespace steward::model {

class Timing {
 public:
  /// Of a promise that starts at `starts`, as the record has it now. `known` is the promise when
  /// there is one, and null for a new one. Errors: as `due_of`.
  [[nodiscard]] static Result<Timing> of(const Judge& judge, const Evaluation& evaluation,
                                         const Commitment* known, Instant starts);

  /// The record says that it was done: a pause until further notice ends there at the latest.
  /// Errors: as `due_of`.
  [[nodiscard]] Result<> end_pause_at(Instant stop);

  [[nodiscard]] const std::optional<Instant>& due() const { return due_; }
  /// Its terms are those of an edited rule.
  [[nodiscard]] bool rebases() const { return rebases_; }
  /// It is due at another instant though record and rule are the same: the calendar was edited.
  [[nodiscard]] bool follows_calendar() const { return follows_calendar_; }
  [[nodiscard]] bool is_held() const { return !pauses_.empty() && !pauses_.back().to; }

  /// The record states the next promise's due already: this one's stays what it was.
  void keep_due(std::optional<Instant> due);

  void apply_to(Commitment& commitment) const;

 private:
  Timing(const Judge& judge, const Evaluation& evaluation, Instant starts)
      : judge_(&judge), evaluation_(&evaluation), starts_(starts) {}

  Result<> choose_terms(const Commitment* known);
  Result<> reckon();
  void put_off(Instant stated);
  void keep_those_before_due();

  const Judge* judge_;            ///< not owned
  const Evaluation* evaluation_;  ///< not owned
  Instant starts_;
  Terms terms_;
  std::vector<calendar::Pause> pauses_;
  std::optional<Instant> due_;
  bool frozen_ = false;  ///< the due that was stated to an older revision
  bool rebases_ = false;
  bool follows_calendar_ = false;
};

}  // namespace steward::model
