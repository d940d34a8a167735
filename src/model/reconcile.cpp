// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "model/timing.hpp"
#include "steward/model/commitment.hpp"

namespace steward::model {
namespace {

/// Collects the transitions of one commitment while it goes from what is stored to what the
/// record says.
class Reconciliation {
 public:
  explicit Reconciliation(const Judge& judge) : judge_(judge) {}

  std::vector<Transition> take() { return std::move(transitions_); }

  void open(const Evaluation& evaluation, const Timing& timing) {
    current_ = Commitment{};
    current_.rule = judge_.rule.name;
    current_.revision = judge_.rule.revision;
    current_.entity = judge_.rule.subject;
    current_.key = evaluation.key;
    current_.opened_at = judge_.now;
    timing.apply_to(current_);
    assign(evaluation);
    judge_history();
    current_.state = current_.is_paused_at(judge_.now) ? State::paused : State::open;
    add(TransitionKind::opened);
  }

  void resume(const Commitment& stored) { current_ = stored; }
  const Commitment& current() const { return current_; }
  /// The clock as it is when the promise ends.
  void end(const Timing& timing) { timing.apply_to(current_); }

  /// The record says that it will be done, after its due: until then it is not done.
  void expect(Instant stop) {
    if (current_.stopped == stop) return;
    current_.stopped = stop;
    add(TransitionKind::corrected);
  }

  /// The record said that it would be done, and does not any more.
  void expect_nothing() {
    if (!current_.is_live() || !current_.stopped) return;
    current_.stopped.reset();
    add(TransitionKind::corrected);
  }

  /// The clock as the record and the rule have it now.
  void keep_time(const Timing& timing) {
    const auto before = current_;
    timing.apply_to(current_);
    if (current_.state != State::breached) judge_history();
    if (timing.rebases()) {
      const bool over = current_.state == State::breached && !is_late();
      if (over) current_.state = State::open;
      const bool moved = current_.starts != before.starts || current_.due != before.due;
      add(over    ? TransitionKind::unbreached
          : moved ? TransitionKind::rebased
                  : TransitionKind::adjusted);
      if (pause_or_resume()) add(kind_of_pause());
    } else if (pause_or_resume()) {
      add(kind_of_pause());
    } else if (current_.starts != before.starts || current_.due != before.due) {
      const bool by_calendar = timing.follows_calendar() && transitions_.empty();
      add(by_calendar ? TransitionKind::rebased : TransitionKind::moved);
    } else if (!(current_ == before)) {
      add(TransitionKind::adjusted);
    }
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
    current_.state = current_.breached_at && is_late() ? State::breached : State::open;
    add(TransitionKind::reopened);
  }

  /// The record says when it was done: the verdict follows from that instant alone.
  void stop(Instant stopped) {
    const bool in_time = !current_.due || stopped <= *current_.due;
    if (!in_time && current_.state != State::breached && !current_.historic) {
      if (!current_.breached_at) current_.breached_at = judge_.now;
      current_.state = State::breached;
      add(TransitionKind::breached);
    }
    current_.stopped = stopped;
    // A breach that an edit of the rule had ended before is no part of this.
    current_.recorded_late = in_time && current_.state == State::breached;
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
      current_.state = current_.breached_at ? State::breached : State::open;
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
    current_.historic = current_.due && *current_.due < judge_.effective_from &&
                        !current_.held_from() && !judge_.rule.retroactive;
  }

  bool is_late() const {
    return current_.due && *current_.due <= judge_.now && !current_.held_from();
  }

  /// Answers whether its state changed.
  bool pause_or_resume() {
    if (current_.state != State::open && current_.state != State::paused) return false;
    const auto state = current_.is_paused_at(judge_.now) ? State::paused : State::open;
    return std::exchange(current_.state, state) != state;
  }
  TransitionKind kind_of_pause() const {
    return current_.state == State::paused ? TransitionKind::paused : TransitionKind::resumed;
  }

  void close(State state) {
    if (current_.held_from()) {
      auto& last = current_.pauses.back();
      last.to = std::max(last.from, judge_.now);
    }
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
bool lies_ahead(Instant stop, const Timing& timing, Instant now) {
  return stop > now && timing.due() && stop > *timing.due() && !timing.is_held();
}

/// A stop before the start counts as done at the start: kept at once.
std::optional<Instant> stop_of(const Evaluation& evaluation) {
  if (!evaluation.stops) return std::nullopt;
  return std::max(*evaluation.stops, *evaluation.starts);
}

/// What the record says of the end of the current promise.
Result<> finish(Reconciliation& work, Timing& timing, const std::optional<Instant>& stopped,
                Instant now) {
  if (!stopped) {
    work.expect_nothing();
    return {};
  }
  if (lies_ahead(*stopped, timing, now)) {
    work.expect(*stopped);
    return {};
  }
  if (timing.is_held()) {
    if (auto ended = timing.end_pause_at(*stopped); !ended) return ended;
    work.end(timing);
  }
  work.stop(*stopped);
  return {};
}

/// A later start, of a rule that renews: it keeps the live promise and opens the next.
Result<> renew(Reconciliation& work, const Judge& judge, const Evaluation& evaluation) {
  auto old = Timing::of(judge, evaluation, &work.current(), work.current().starts);
  if (!old) return old.error();
  if (judge.rule.clock.states_due) old->keep_due(work.current().due);
  if (lies_ahead(*evaluation.starts, *old, judge.now)) {
    work.expect(*evaluation.starts);
    return {};
  }
  work.keep_time(*old);
  if (auto done = finish(work, *old, evaluation.starts, judge.now); !done) return done;
  auto next = Timing::of(judge, evaluation, nullptr, *evaluation.starts);
  if (!next) return next.error();
  work.open(evaluation, *next);
  return finish(work, *next, stop_of(evaluation), judge.now);
}

/// A live promise, or one that is live again.
Result<> follow(Reconciliation& work, const Judge& judge, const Evaluation& evaluation) {
  auto timing = Timing::of(judge, evaluation, &work.current(), *evaluation.starts);
  if (!timing) return timing.error();
  work.keep_time(*timing);
  work.reassign_if_changed(evaluation);
  return finish(work, *timing, stop_of(evaluation), judge.now);
}

Result<> open(Reconciliation& work, const Judge& judge, const Evaluation& evaluation) {
  auto timing = Timing::of(judge, evaluation, nullptr, *evaluation.starts);
  if (!timing) return timing.error();
  work.open(evaluation, *timing);
  return finish(work, *timing, stop_of(evaluation), judge.now);
}

/// A closed promise that is asked for with the start that it had. A stated due that is edited after
/// the end changes no verdict: what was late does not become timely because the deadline was moved.
Result<> look_again(Reconciliation& work, const Judge& judge, const Evaluation& evaluation) {
  const auto latest = work.current();
  if (latest.forgotten_at) return {};
  const auto stopped = stop_of(evaluation);
  const bool withdrawn = latest.state == State::kept && !stopped && !judge.rule.clock.renews;
  if (withdrawn || latest.state == State::cancelled) {
    work.reopen();
    return follow(work, judge, evaluation);
  }
  if (latest.stopped && stopped && *stopped != *latest.stopped) work.correct(*stopped);
  return {};
}

Result<> reconcile(Reconciliation& work, const Judge& judge,
                   const std::optional<Commitment>& latest, const Evaluation& evaluation) {
  if (!latest) return open(work, judge, evaluation);
  const bool renews = judge.rule.clock.renews;
  if (latest->is_live()) {
    const bool is_later = renews && *evaluation.starts > latest->starts;
    return is_later ? renew(work, judge, evaluation) : follow(work, judge, evaluation);
  }
  // Only another start opens another promise.
  if (latest->starts == *evaluation.starts) return look_again(work, judge, evaluation);
  if (renews && *evaluation.starts < latest->starts) return {};
  return open(work, judge, evaluation);
}

}  // namespace

Result<std::vector<Transition>> reconcile(const Judge& judge,
                                          const std::optional<Commitment>& latest,
                                          const Evaluation* evaluation) {
  Reconciliation work(judge);
  const bool wanted = evaluation != nullptr && evaluation->active && evaluation->starts &&
                      (!judge.rule.clock.states_due || evaluation->due);
  if (latest) work.resume(*latest);
  if (wanted) {
    if (auto done = reconcile(work, judge, latest, *evaluation); !done) return done.error();
  } else if (latest && latest->is_live()) {
    work.cancel();
  }
  return work.take();
}

}  // namespace steward::model
