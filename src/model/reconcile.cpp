// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "steward/model/commitment.hpp"

namespace steward::model {
namespace {

/// Collects the transitions of one commitment while it goes from what is stored to what the
/// record says.
class Reconciliation {
 public:
  explicit Reconciliation(const Judge& judge) : judge_(judge) {}

  std::vector<Transition> take() { return std::move(transitions_); }

  void open(const Evaluation& evaluation, const std::optional<Instant>& due) {
    current_ = Commitment{};
    current_.rule = judge_.rule.name;
    current_.revision = judge_.rule.revision;
    current_.entity = judge_.rule.subject;
    current_.key = evaluation.key;
    current_.starts = *evaluation.starts;
    current_.due = due;
    current_.opened_at = judge_.now;
    assign(evaluation);
    judge_history();
    add(TransitionKind::opened);
  }

  void resume(const Commitment& stored) { current_ = stored; }

  /// The record says that it will be done, after its due: until then it is not done.
  void expect(Instant stop) {
    if (current_.stopped == stop) return;
    current_.stopped = stop;
    add(TransitionKind::corrected);
  }

  void move(const Evaluation& evaluation, const std::optional<Instant>& due) {
    current_.starts = *evaluation.starts;
    current_.due = due;
    if (current_.state != State::breached) judge_history();
    add(TransitionKind::moved);
  }

  void reassign_if_changed(const Evaluation& evaluation) {
    const auto before = current_;
    assign(evaluation);
    if (!(current_ == before)) add(TransitionKind::reassigned);
  }

  void cancel() {
    close(State::cancelled);
    add(TransitionKind::cancelled);
  }

  void reopen() {
    current_.closed_at.reset();
    current_.stopped.reset();
    current_.recorded_late = false;
    current_.state = current_.breached_at ? State::breached : State::open;
    add(TransitionKind::reopened);
  }

  /// The record says when it was done: the verdict follows from that instant alone.
  void stop(Instant stopped) {
    const bool in_time = !current_.due || stopped <= *current_.due;
    if (!in_time && !current_.breached_at && !current_.historic) {
      current_.breached_at = judge_.now;
      current_.state = State::breached;
      add(TransitionKind::breached);
    }
    current_.stopped = stopped;
    current_.recorded_late = in_time && current_.breached_at.has_value();
    close(State::kept);
    if (current_.recorded_late) {
      add(TransitionKind::recorded_late);
    } else {
      add(in_time ? TransitionKind::kept : TransitionKind::kept_late);
    }
  }

  /// A closed promise whose stop was corrected in the record.
  void correct(Instant stopped) {
    const bool was_in_time = !current_.due || *current_.stopped <= *current_.due;
    const bool in_time = !current_.due || stopped <= *current_.due;
    if (was_in_time != in_time) {
      // Judged anew, as if it had been live until now.
      current_.closed_at.reset();
      current_.stopped.reset();
      stop(stopped);
      return;
    }
    current_.stopped = stopped;
    add(TransitionKind::corrected);
  }

 private:
  void assign(const Evaluation& evaluation) {
    current_.assignee = evaluation.assignee;
    current_.assignee_role = evaluation.assignee_role;
    current_.client = evaluation.client;
  }

  void judge_history() {
    current_.historic =
        current_.due && *current_.due < judge_.effective_from && !judge_.rule.retroactive;
  }

  void close(State state) {
    current_.state = state;
    current_.closed_at = judge_.now;
    current_.next_at.reset();
  }

  void add(TransitionKind kind) { transitions_.push_back({kind, current_}); }

  const Judge& judge_;
  Commitment current_;
  std::vector<Transition> transitions_;
};

/// Ahead of now and beyond the due: it keeps nothing yet, and must not be entered as a breach yet.
bool lies_ahead(Instant stop, const std::optional<Instant>& due, Instant now) {
  return stop > now && due && stop > *due;
}

/// A stop before the start counts as done at the start: kept at once.
std::optional<Instant> stop_of(const Evaluation& evaluation) {
  if (!evaluation.stops) return std::nullopt;
  return std::max(*evaluation.stops, *evaluation.starts);
}

}  // namespace

Result<std::optional<Instant>> due_of(const Judge& judge, const Evaluation& evaluation) {
  const auto& clock = judge.rule.clock;
  if (clock.is_announcement()) return std::optional<Instant>();
  if (clock.states_due) {
    if (!evaluation.due) {
      return Error(ErrorCode::invalid_input,
                   fmt::format("{} {} states no due", judge.rule.subject, evaluation.key));
    }
    return evaluation.due;
  }
  auto due = judge.calendar.due(*evaluation.starts, *clock.within);
  if (!due) return due.error();
  return std::optional<Instant>(*due);
}

Result<std::vector<Transition>> reconcile(const Judge& judge,
                                          const std::optional<Commitment>& latest,
                                          const Evaluation* evaluation) {
  Reconciliation work(judge);
  const bool wanted = evaluation != nullptr && evaluation->active && evaluation->starts &&
                      (!judge.rule.clock.states_due || evaluation->due);
  if (latest) work.resume(*latest);
  if (!wanted) {
    if (latest && latest->is_live()) work.cancel();
    return work.take();
  }

  const bool renews = judge.rule.clock.renews;
  const bool same_start = latest && latest->starts == *evaluation->starts;
  // An unchanged promise keeps its due, whatever the live revision says of `within`; only a stated
  // due is the record's own.
  std::optional<Instant> due = latest ? latest->due : std::nullopt;
  if (!same_start || judge.rule.clock.states_due) {
    auto computed = due_of(judge, *evaluation);
    if (!computed) return computed.error();
    due = *computed;
  }
  const auto stopped = stop_of(*evaluation);

  const auto finish = [&] {
    if (!stopped) return;
    lies_ahead(*stopped, due, judge.now) ? work.expect(*stopped) : work.stop(*stopped);
  };

  if (latest && latest->is_live()) {
    const bool is_later = renews && *evaluation->starts > latest->starts;
    if (is_later && lies_ahead(*evaluation->starts, latest->due, judge.now)) {
      work.expect(*evaluation->starts);
      return work.take();
    }
    if (is_later) {
      work.stop(*evaluation->starts);
      work.open(*evaluation, due);
    } else if (!same_start || due != latest->due) {
      work.move(*evaluation, due);
    }
    work.reassign_if_changed(*evaluation);
    finish();
    return work.take();
  }

  // Only another start opens another promise. A stated due that is edited after the end changes no
  // verdict: what was late does not become timely because the deadline was moved.
  if (latest && same_start) {
    const bool withdrawn = latest->state == State::kept && !stopped && !renews;
    const bool asked_again = latest->state == State::cancelled;
    if (withdrawn || asked_again) {
      work.reopen();
      if (due != latest->due) work.move(*evaluation, due);
      work.reassign_if_changed(*evaluation);
      finish();
    } else if (latest->stopped && stopped && *stopped != *latest->stopped) {
      work.correct(*stopped);
    }
    return work.take();
  }

  if (latest && renews && *evaluation->starts < latest->starts) return work.take();
  work.open(*evaluation, due);
  finish();
  return work.take();
}

}  // namespace steward::model
