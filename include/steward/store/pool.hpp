// SPDX-License-Identifier: MIT
// A fixed number of sessions on one database, lent out one at a time.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "steward/base/error.hpp"

namespace steward::store {

class Session;

/// Safe to use from several threads; must outlive its leases. Sessions are opened when first
/// needed: making a pool does not connect.
class Pool {
 public:
  /// `connection` is as `complete_connection` answers it; `size` is at least 1.
  Pool(std::string connection, std::size_t size);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// A session on loan. Its end gives the session back: one that is still in a transaction is
  /// rolled back; one that was lost, or leads to a server that writes no more, is discarded and
  /// opened anew when it is next needed.
  class Lease {
   public:
    Lease(Lease&&) noexcept;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    [[nodiscard]] Session& session() const { return *session_; }

   private:
    friend class Pool;
    Lease(Pool& pool, std::unique_ptr<Session> session);
    Pool* pool_;
    std::unique_ptr<Session> session_;
  };

  /// Waits for a free session, which is connected as far as can be seen. Errors: `unavailable` when
  /// none came free in time or the database is away, `rejected` when it refuses us for good.
  [[nodiscard]] Result<Lease> lease(std::chrono::milliseconds patience = std::chrono::seconds(5));

  /// A server took our last connection, or none was tried yet. False: nobody can work now.
  [[nodiscard]] bool is_reachable() const { return reachable_; }

  /// Drops the idle sessions, so that the next lease connects anew.
  void close_idle();

 private:
  void give_back(std::unique_ptr<Session> session) noexcept;

  const std::string connection_;
  const std::size_t size_;
  std::mutex mutex_;
  std::condition_variable came_free_;
  std::atomic<bool> reachable_{true};
  std::size_t lent_ = 0;
  std::vector<std::unique_ptr<Session>> idle_;
};

}  // namespace steward::store
