// SPDX-License-Identifier: MIT
// From notices to messages that left: who is told, why somebody is not, what is tried again.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "steward/engine/store.hpp"
#include "steward/engine/transport.hpp"

namespace steward::engine {

enum class DeliveryMode { live, shadow, redirect };
[[nodiscard]] std::string_view to_string(DeliveryMode mode);

/// What the installation says of sending.
struct DispatchSettings {
  DeliveryMode mode = DeliveryMode::shadow;
  std::string redirect_email;
  std::string redirect_sms;
  bool has_email = false;  ///< the channel is configured
  bool has_sms = false;
  std::string domain = "localhost";           ///< of Message-IDs
  std::vector<model::Recipient> last_resort;  ///< addresses, told when nobody else can be
  std::string daemon;                         ///< who holds a lease
};

class Dispatcher {
 public:
  Dispatcher(Store& store, const Renderer& renderer, DispatchSettings settings)
      : store_(store), renderer_(renderer), settings_(std::move(settings)) {}

  /// Resolves one batch of notices to people, tasks and messages, in one transaction. Answers how
  /// many it resolved; a full batch means there may be more.
  [[nodiscard]] Result<std::size_t> resolve(const model::RuleSet& set, Instant now);

  /// The same for what first days say: one message for each person and channel, at most
  /// `kFirstDayBatch` notices at a time. They wait until every new rule has looked at all that was
  /// there, at most for `kPatience`. Answers how many it resolved.
  [[nodiscard]] Result<std::size_t> resolve_first_day(const model::RuleSet& set, Instant now);

  /// Leases messages whose instant has come, at most `limit`. The installation's mode holds for
  /// those, too, that were made before it was set.
  [[nodiscard]] Result<std::vector<Claimed>> claim(Instant now, std::size_t limit);

  /// What follows from how a hand-over went that began at `handed_over_at`: sent, again later, or
  /// never.
  [[nodiscard]] static Delivery judge(const Claimed& claimed, const Result<Receipt>& result,
                                      Instant handed_over_at, Instant now);
  /// The delivery of a message that is held.
  [[nodiscard]] static Delivery drop(const Claimed& claimed);

  /// Stores how hand-overs went; what failed for good goes on to somebody else.
  [[nodiscard]] Result<> record(const std::vector<Delivery>& deliveries, Instant now);

  static constexpr std::size_t kBatch = 100;
  static constexpr std::size_t kFirstDayBatch = 5000;
  static constexpr std::chrono::hours kPatience{1};
  /// Longer than any transport's time limit, so that no message is on its way twice.
  static constexpr std::chrono::seconds kLease{90};

 private:
  Store& store_;
  const Renderer& renderer_;
  DispatchSettings settings_;
};

}  // namespace steward::engine
