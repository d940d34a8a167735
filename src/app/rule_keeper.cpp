// SPDX-License-Identifier: MIT
#include "app/rule_keeper.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "app/database_watch.hpp"
#include "app/words.hpp"
#include "steward/engine/rule_sets.hpp"
#include "steward/store/capture.hpp"

namespace steward::app {
namespace {

/// How often a daemon that waits tries again: its catalog may have been mended.
constexpr std::chrono::seconds kTryAgain{15};

/// So often is a set offered again when another came into force meanwhile.
constexpr int kMostTries = 3;

void log_lines(const std::string& text, spdlog::level::level_enum level) {
  std::size_t from = 0;
  while (from < text.size()) {
    const auto end = text.find('\n', from);
    spdlog::log(level, "{}", text.substr(from, end - from));
    if (end == std::string::npos) break;
    from = end + 1;
  }
}

std::string not_taken(const Error& error) {
  return "the files were not taken: " + error.message();
}

}  // namespace

RuleKeeper::RuleKeeper(Installation& installation, TimeSource& clock, engine::LoadSettings settings,
                       std::string by, std::string host)
    : installation_(installation),
      clock_(clock),
      by_(std::move(by)),
      host_(std::move(host)),
      loading_(installation.store(), settings, foresee(installation, settings)) {}

std::shared_ptr<const model::RuleSet> RuleKeeper::running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

std::string RuleKeeper::digest() const {
  const std::lock_guard lock(mutex_);
  return running_ ? running_->digest : std::string();
}

std::string RuleKeeper::note() const {
  const std::lock_guard lock(mutex_);
  for (const auto* note : {&waits_, &failed_, &staged_}) {
    if (!note->empty()) return *note;
  }
  return {};
}

bool RuleKeeper::last_load_failed() const {
  const std::lock_guard lock(mutex_);
  return !failed_.empty();
}

std::vector<std::filesystem::path> RuleKeeper::watched() const {
  const auto& paths = installation_.settings().paths;
  std::vector<std::filesystem::path> all;
  for (const auto* some : {&paths.rules, &paths.calendars, &paths.chains, &paths.templates}) {
    all.insert(all.end(), some->begin(), some->end());
  }
  if (!paths.model.empty()) all.push_back(paths.model);
  const std::lock_guard lock(mutex_);
  all.insert(all.end(), feeds_.begin(), feeds_.end());
  return all;
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
      counted(gaps->size(), "trigger"), first.table, store::to_string(first.state));
}

engine::Offer RuleKeeper::offer_of(model::LoadOrigin origin) const {
  return {origin, by_, host_, installation_.settings().file.string(), ""};
}

Result<FilesRead> RuleKeeper::read(const std::string& known) {
  auto files = installation_.read(known);
  if (!files || files->known) return files;
  const std::lock_guard lock(mutex_);
  of_files_ = files->set;
  files_ = files->digest;
  feeds_ = files->feeds;
  return files;
}

Result<bool> RuleKeeper::start() {
  const std::lock_guard alone(one_at_a_time_);
  const auto files = read();
  if (!files) return files.error();
  const auto stored = engine::stored_in_force(installation_.store());
  if (!stored) return stored.error();
  const bool nothing_runs = stored->files.empty();
  if (nothing_runs && files->set == nullptr) {
    log_lines(files->problems.render_all(), spdlog::level::err);
    return false;
  }
  if (!nothing_runs) {
    if (const auto taken = take_up(stored->digest, ""); !taken) return taken.error();
  }
  const auto waiting = engine::staged_set(installation_.store());
  if (!waiting) return waiting.error();
  const auto edit = engine::is_edit(installation_.store(), files->digest, host_,
                                    installation_.settings().file.string());
  if (!edit) return edit.error();
  // Files with mistakes are said to have them at every start.
  if (files->set == nullptr) {
    const auto refused = refuse(*files, model::LoadOrigin::start);
    if (!refused) return refused.error();
  } else if (nothing_runs || *edit || files->digest == stored->digest ||
             files->digest == *waiting) {
    const auto offered = offer(*files, model::LoadOrigin::start);
    if (!offered && (nothing_runs || is_passing(offered.error()))) return offered.error();
    if (!offered) leave_aside(offered.error());
  } else {
    spdlog::warn(
        "the files here differ from the rule set in force ({}) and were read before: they stay "
        "aside until they are edited, or 'steward reload' offers them again",
        shortened(stored->digest));
  }
  return true;
}

Result<> RuleKeeper::look(model::LoadOrigin origin) {
  const std::lock_guard alone(one_at_a_time_);
  const auto known = [&] {
    const std::lock_guard lock(mutex_);
    return origin == model::LoadOrigin::edit ? files_ : std::string();
  }();
  auto looked = look_at(known, origin);
  const std::lock_guard lock(mutex_);
  // What could not be offered is an edit still.
  look_again_ = !looked && is_passing(looked.error());
  if (look_again_) files_.clear();
  if (!looked && !look_again_) failed_ = not_taken(looked.error());
  return looked;
}

void RuleKeeper::leave_aside(const Error& error) {
  const std::lock_guard lock(mutex_);
  failed_ = not_taken(error);
  spdlog::error("{}; the last good rules run on", failed_);
}

Result<> RuleKeeper::look_at(const std::string& known, model::LoadOrigin origin) {
  const auto files = read(known);
  if (!files) return files.error();
  if (files->known) return {};
  return files->set == nullptr ? refuse(*files, origin) : offer(*files, origin);
}

Result<> RuleKeeper::offer(const FilesRead& files, model::LoadOrigin origin) {
  if (!files.problems.empty()) log_lines(files.problems.render_all(), spdlog::level::warn);
  warn_of_gaps(*files.set);
  Error failure;
  for (int tries = 0; tries < kMostTries; ++tries) {
    // From after the files were read, which takes its time: what was breached meanwhile counts.
    const auto now = clock_.now();
    if (!now) return now.error();
    const auto load = loading_.offer(running().get(), *files.set, offer_of(origin), *now);
    if (load) {
      if (load->outcome == model::LoadOutcome::in_force) {
        run(files.set, fmt::format("runs {} by rule set {}", counted(load->rules, "rule"),
                                   shortened(load->digest)));
      }
      say(*load);
      return {};
    }
    failure = load.error();
    if (failure.code() != ErrorCode::conflict) break;
    const auto stored = engine::stored_in_force(installation_.store());
    if (!stored) return stored.error();
    if (const auto taken = take_up(stored->digest, ""); !taken) return taken.error();
  }
  if (failure.code() != ErrorCode::invalid_input) return failure;
  // The set is right by itself, and still cannot follow the one in force.
  spdlog::error("the files were not taken: {}", failure.message());
  const std::lock_guard lock(mutex_);
  failed_ = not_taken(failure);
  return {};
}

Result<> RuleKeeper::refuse(const FilesRead& files, model::LoadOrigin origin) {
  log_lines(files.problems.render_all(), spdlog::level::err);
  const auto set = running();
  const auto refusal = refusal_of(files);
  const auto now = clock_.now();
  if (!now) return now.error();
  const auto load = loading_.refuse(set.get(), refusal, offer_of(origin), *now);
  if (!load) return load.error();
  spdlog::error("the files were not taken{}", set == nullptr ? "" : ": the last good rules run on");
  const std::lock_guard lock(mutex_);
  failed_ = "the files have " + refusal.summary;
  staged_.clear();
  if (set != nullptr) failed_ += fmt::format("; rule set {} runs on", shortened(set->digest));
  return {};
}

/// What became of the files.
void RuleKeeper::say(const model::RuleLoad& load) {
  const std::lock_guard lock(mutex_);
  failed_.clear();
  staged_.clear();
  if (load.outcome == model::LoadOutcome::in_force) {
    spdlog::info("rule set {} is in force", shortened(load.digest));
    for (const auto& sentence : load.said) spdlog::info("{}", sentence);
  } else if (load.outcome == model::LoadOutcome::staged) {
    staged_ = fmt::format("rule set {} waits for a person: {} Rule set {} runs on",
                          shortened(load.digest), load.said.front(), shortened(load.before));
    spdlog::warn("{}: 'steward plan' shows what it would do, 'steward apply' takes it", staged_);
    for (const auto& sentence : load.said) spdlog::warn("{}", sentence);
  } else if (load.origin != model::LoadOrigin::start) {
    spdlog::info("the files are the rule set in force: nothing was changed");
  }
}

void RuleKeeper::run(std::shared_ptr<const model::RuleSet> set, const std::string& why) {
  const std::lock_guard lock(mutex_);
  if (running_ == nullptr || running_->digest != set->digest) spdlog::info("{}", why);
  running_ = std::move(set);
  tried_.clear();
  waits_.clear();
}

void RuleKeeper::wait(const std::string& why) {
  const std::lock_guard lock(mutex_);
  if (running_ != nullptr || why != waits_) spdlog::warn("waiting: {}", why);
  running_ = nullptr;
  waits_ = why;
}

Result<> RuleKeeper::take_up(const std::string& wanted, const std::string& loaded_by) {
  const auto of_files = [&] {
    const std::lock_guard lock(mutex_);
    return of_files_;
  }();
  const auto why = fmt::format("took up rule set {}", shortened(wanted));
  if (of_files != nullptr && of_files->digest == wanted) {
    run(of_files, why);
    return {};
  }
  Problems problems;
  auto set = installation_.load_in_force(problems);
  if (!set) return set.error();
  if (*set != nullptr) {
    warn_of_gaps(**set);
    run(std::move(*set), why);
    return {};
  }
  tried_ = wanted;
  tried_at_ = std::chrono::steady_clock::now();
  wait(fmt::format(
      "the rule set in force ({}{}) cannot be made here: {}", shortened(wanted),
      loaded_by.empty() ? "" : ", loaded by " + loaded_by,
      problems.has_errors() ? first_error(problems) : "its files are not in the database"));
  return {};
}

Result<> RuleKeeper::follow(const store::Surroundings& surroundings) {
  const bool again = [&] {
    const std::lock_guard lock(mutex_);
    return look_again_;
  }();
  if (again) {
    if (auto looked = look(model::LoadOrigin::edit); !looked) return looked;
  }
  const auto& wanted = surroundings.in_force;
  if (wanted.empty() || digest() == wanted) return {};
  const std::lock_guard alone(one_at_a_time_);
  const auto since = std::chrono::steady_clock::now() - tried_at_;
  if (digest() == wanted || (tried_ == wanted && since < kTryAgain)) return {};
  const auto taken = take_up(wanted, surroundings.loaded_by);
  // Whatever waited here for a person: one has decided, or a later edit has.
  const std::lock_guard lock(mutex_);
  staged_.clear();
  return taken;
}

}  // namespace steward::app
