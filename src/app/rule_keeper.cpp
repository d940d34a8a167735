// SPDX-License-Identifier: MIT
#include "app/rule_keeper.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "steward/engine/rule_sets.hpp"
#include "steward/store/capture.hpp"

namespace steward::app {
namespace {

/// How often a daemon that waits reads its files again.
constexpr std::chrono::seconds kLookAgain{15};

std::string shortened(const std::string& digest) {
  return digest.substr(0, 12);
}

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

void log_lines(const std::string& text, spdlog::level::level_enum level) {
  std::size_t from = 0;
  while (from < text.size()) {
    const auto end = text.find('\n', from);
    spdlog::log(level, "{}", text.substr(from, end - from));
    if (end == std::string::npos) break;
    from = end + 1;
  }
}

}  // namespace

std::shared_ptr<const model::RuleSet> RuleKeeper::running() const {
  const std::lock_guard lock(mutex_);
  return running_ ? set_ : nullptr;
}

std::string RuleKeeper::digest() const {
  const std::lock_guard lock(mutex_);
  return set_ ? set_->digest : std::string();
}

std::string RuleKeeper::note() const {
  const std::lock_guard lock(mutex_);
  return note_;
}

bool RuleKeeper::last_load_failed() const {
  const std::lock_guard lock(mutex_);
  return last_load_failed_;
}

void RuleKeeper::warn_of_gaps(const model::RuleSet& set) {
  const auto gaps = store::capture_gaps(installation_.pool(), set);
  if (!gaps) {
    spdlog::warn("whether changes are captured could not be seen: {}", gaps.error().message());
    return;
  }
  if (gaps->empty()) return;
  const auto& first = gaps->front();
  spdlog::warn(
      "changes of records are not seen everywhere: {} not as the rules need, the first "
      "on {} ({}): run 'steward db capture'",
      plural(gaps->size(), "trigger"), first.table, store::to_string(first.state));
}

Result<bool> RuleKeeper::load() {
  Problems problems;
  auto set = installation_.load(problems);
  if (!set) return set.error();
  if (*set) warn_of_gaps(**set);
  const std::lock_guard lock(mutex_);
  if (!*set) {
    log_lines(problems.render_all(), spdlog::level::err);
    const auto first = problems.sorted().front();
    last_load_failed_ = true;
    note_ = fmt::format("the files have {}, the first at {}:{}: {}",
                        plural(problems.error_count(), "error"), first.mark.file, first.mark.line,
                        first.message);
    return false;
  }
  if (!problems.empty()) log_lines(problems.render_all(), spdlog::level::warn);
  set_ = std::move(*set);
  last_load_failed_ = false;
  return true;
}

Result<bool> RuleKeeper::reload(Instant now) {
  const auto loaded = load();
  if (!loaded) return loaded;
  if (!*loaded) {
    spdlog::error("the files were not taken{}",
                  running() != nullptr ? ": the last good rules run on" : "");
    return false;
  }
  const auto enforced = put_in_force(now);
  if (!enforced) return enforced.error();
  return true;
}

Result<> RuleKeeper::put_in_force(Instant now) {
  const auto set = [&] {
    const std::lock_guard lock(mutex_);
    return set_;
  }();
  const auto enforced = engine::put_in_force(installation_.store(), *set, now, by_);
  if (!enforced) return enforced.error();
  if (enforced->changed) {
    spdlog::info(
        "rule set {} is in force: {} new, {} changed, {} removed; open promises keep their "
        "due and steps",
        shortened(set->digest), enforced->added.size(), enforced->changed_rules.size(),
        enforced->removed.size());
  }
  run(fmt::format("runs {} by rule set {}", plural(set->rules.size(), "rule"),
                  shortened(set->digest)));
  return {};
}

void RuleKeeper::run(const std::string& why) {
  const std::lock_guard lock(mutex_);
  if (!running_) spdlog::info("{}", why);
  running_ = true;
  if (!last_load_failed_) note_.clear();
}

void RuleKeeper::wait_for(const store::Surroundings& surroundings) {
  const std::lock_guard lock(mutex_);
  const auto note = fmt::format(
      "its files ({}) differ from the rule set in force ({}, loaded by {}): make the "
      "files equal, or reload this daemon to put its own in force",
      shortened(set_->digest), shortened(surroundings.in_force), surroundings.loaded_by);
  if (running_ || note != note_) spdlog::warn("waiting: {}", note);
  running_ = false;
  note_ = note;
}

Result<> RuleKeeper::follow(const store::Surroundings& surroundings, bool starting, Instant now) {
  const auto& wanted = surroundings.in_force;
  if (digest() == wanted) {
    run("the rule set in force is that of this daemon's files");
    return {};
  }
  // Its files may have been made equal to what another daemon put in force: look, now and then.
  const bool look = running() != nullptr || looked_for_ != wanted || now - looked_at_ >= kLookAgain;
  if (look && !wanted.empty()) {
    looked_for_ = wanted;
    looked_at_ = now;
    const auto loaded = load();
    if (!loaded) return loaded.error();
    if (digest() == wanted) {
      run(fmt::format("took up rule set {}", shortened(wanted)));
      return {};
    }
  }
  // Later it waits, also when nobody runs the other set any more: to go back to older files would
  // cancel promises, and is a person's decision.
  if (wanted.empty() || (starting && !surroundings.others_run_it)) return put_in_force(now);
  wait_for(surroundings);
  return {};
}

}  // namespace steward::app
