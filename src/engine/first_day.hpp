// SPDX-License-Identifier: MIT
// What rules that came into force have to say of the promises that they found: one message for each
// person and channel.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <vector>

#include "engine/resolution.hpp"

namespace steward::engine {

/// A message lists so many promises; of more it says how many.
inline constexpr std::size_t kMostListed = 50;

class FirstDayMail {
 public:
  /// Both are borrowed. Finds out who is told of each.
  FirstDayMail(const Dispatching& with, const std::vector<model::Notice>& notices);

  /// Makes the messages, and answers the tasks to be stored. Who is told of one promise alone gets
  /// its ordinary reminder.
  [[nodiscard]] std::vector<model::Task> send();

 private:
  /// One notice to somebody.
  struct Share {
    Resolution* of;
    Addressed* to;
  };
  using Shares = std::vector<Share>;

  /// The shares of each person on each channel, those of rules in shadow apart.
  [[nodiscard]] std::vector<Shares> by_person();
  void send(Shares& shares);
  void send_list(const Shares& shares);
  [[nodiscard]] model::MessageContext context(const Shares& shares) const;
  [[nodiscard]] Result<model::Rendered> render(const model::MessageContext& context,
                                               model::Channel channel) const;
  [[nodiscard]] model::OutgoingMessage message(const Shares& shares,
                                               const model::MessageContext& context,
                                               const model::Rendered& rendered);

  const Dispatching& with_;
  std::int64_t first_notice_ = 0;
  std::deque<Resolution> resolutions_;
  int number_ = 0;
};

}  // namespace steward::engine
