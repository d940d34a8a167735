// SPDX-License-Identifier: MIT
// A whole steward on simulated time: records, rules, the engine's work, and what would be sent.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "steward/engine/dispatcher.hpp"
#include "steward/engine/rule_loading.hpp"
#include "steward/engine/transport.hpp"
#include "steward/model/rule.hpp"
#include "steward/notify/renderer.hpp"
#include "steward/rules/loader.hpp"
#include "steward/store/pool.hpp"
#include "steward/store/postgres_store.hpp"
#include "support/test_database.hpp"

namespace steward::test {

/// Remembers what it is given; fails as it is told.
class RecordingTransport final : public engine::Transport {
 public:
  Result<engine::Receipt> send(const model::OutgoingMessage& message) override;

  /// All that was taken, in order.
  std::vector<model::OutgoingMessage> sent;
  /// What the next sends answer instead of taking the message; used up from the front.
  std::vector<Error> failures;
  /// How long the other side takes to answer.
  Microseconds takes{0};

 private:
  std::mutex mutex_;
};

/// Which schema and files a world is made of.
struct WorldFiles {
  std::string prepare;           ///< statements that come first
  std::vector<std::string> sql;  ///< files below the source folder, run in order
  rules::RulePaths rules;
  std::string organisation = "Skyport";

  /// The reference CRM with the shipped rules and configuration.
  [[nodiscard]] static WorldFiles reference();
  /// What a folder of tests/data holds: schema.sql, and rules over it with their templates and
  /// model.yaml.
  [[nodiscard]] static WorldFiles of(const std::string& folder, const std::string& organisation);
};

/// Their schema, with steward's tables beside it.
[[nodiscard]] DatabaseTemplate installation_over(const WorldFiles& files);

/// Starts empty of records at `start`. Nothing moves but by its methods: no thread, no clock.
class World {
 public:
  explicit World(Instant start, const WorldFiles& files = WorldFiles::reference());

  /// Changes records, at the world's now.
  void run(const std::string& sql);
  /// Lets steward do all that is to be done now, until nothing more happens.
  void settle();
  /// Lets time pass, stopping at every instant at which something is due, and settles.
  void advance_to(Instant instant);
  void advance(Microseconds duration) { advance_to(now_ + duration); }
  /// The same in a daemon's rhythm: what is set aside is tried again by who looks at it, and that
  /// is no instant at which something is due.
  void advance_by_the_minute(Microseconds duration);
  /// Lets time pass to an instant at which records are about to change: what is due before it is
  /// done, what is due at it waits for `settle`.
  void advance_before(Instant instant);
  /// The server's clock jumps, and a daemon notes it; nothing is done yet.
  void jump_by(Microseconds by);
  /// Lets time pass while steward is down.
  void sleep_until(Instant instant);

  /// Loads other files and puts them in force.
  void reload(const rules::RulePaths& paths);
  /// Loads other files and leaves it at that.
  [[nodiscard]] std::shared_ptr<const model::RuleSet> read(const rules::RulePaths& paths);
  /// Offers the files of a host, as an edit of them does; answers what became of them.
  model::RuleLoad offer(const rules::RulePaths& paths, const std::string& host = "ramp");
  /// Takes a stored set, as `steward apply` does.
  Result<model::RuleLoad> apply(const std::string& digest, const std::string& reason = {});
  /// How loads are guarded, and who is told.
  [[nodiscard]] engine::LoadSettings& loading() { return loading_; }

  [[nodiscard]] Instant now() const { return now_; }
  [[nodiscard]] TestDatabase& database() { return database_; }
  [[nodiscard]] store::Pool& pool() { return *pool_; }
  [[nodiscard]] store::PostgresStore& store() { return *store_; }
  [[nodiscard]] const model::RuleSet& rules() const { return *set_; }
  [[nodiscard]] RecordingTransport& email() { return email_; }
  [[nodiscard]] RecordingTransport& sms() { return sms_; }
  [[nodiscard]] engine::DispatchSettings& settings() { return settings_; }
  [[nodiscard]] const engine::Renderer& renderer() const { return renderer_; }

  /// What was sent since the last look, a line each: "email ana@skyport.example: subject" and
  /// "sms +15555550101: text".
  [[nodiscard]] std::vector<std::string> messages();
  /// "state due=… [flags]" of the newest commitment of a rule on a key; "none".
  [[nodiscard]] std::string commitment(const std::string& rule, const std::string& key);
  /// What is set aside, a line each: "rule: reason" of a rule, "rule key: reason" of a subject.
  [[nodiscard]] std::vector<std::string> set_aside();
  /// The ledger's kinds of entries of a rule, in order.
  [[nodiscard]] std::vector<std::string> ledger(const std::string& rule);

 private:
  [[nodiscard]] engine::RuleLoading rule_loading();
  void run_by(std::shared_ptr<const model::RuleSet> set);
  /// Hands over what is ready; answers whether all of it was taken.
  bool send_all();
  /// The next instant at which something is to be done.
  std::optional<Instant> next_due();
  void set_clock();

  TestDatabase database_;
  Instant now_;
  std::unique_ptr<store::Pool> pool_;
  std::unique_ptr<store::PostgresStore> store_;
  std::shared_ptr<const model::RuleSet> set_;
  std::string organisation_;
  RecordingTransport email_;
  RecordingTransport sms_;
  notify::MustacheRenderer renderer_;
  engine::DispatchSettings settings_;
  engine::LoadSettings loading_;
  std::size_t emails_seen_ = 0;
  std::size_t sms_seen_ = 0;
};

/// "2026-11-24T15:00:00Z" and the like; fails the test loudly when it is not an instant.
[[nodiscard]] Instant at(const std::string& rfc3339);

}  // namespace steward::test
