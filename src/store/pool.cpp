// SPDX-License-Identifier: MIT
#include "steward/store/pool.hpp"

#include <cassert>
#include <utility>

#include "store/session.hpp"

namespace steward::store {

Pool::Lease::Lease(Pool& pool, std::unique_ptr<Session> session)
    : pool_(&pool), session_(std::move(session)) {}

Pool::Lease::Lease(Lease&& other) noexcept
    : pool_(std::exchange(other.pool_, nullptr)), session_(std::move(other.session_)) {}

Pool::Lease::~Lease() {
  if (pool_ != nullptr) pool_->give_back(std::move(session_));
}

Pool::Pool(std::string connection, std::size_t size)
    : connection_(std::move(connection)), size_(size) {
  assert(size_ > 0);
  idle_.reserve(size_);
}

Pool::~Pool() = default;

Result<Pool::Lease> Pool::lease(std::chrono::milliseconds patience) {
  std::unique_ptr<Session> session;
  {
    std::unique_lock lock(mutex_);
    if (!came_free_.wait_for(lock, patience, [this] { return lent_ < size_; })) {
      return Error(ErrorCode::unavailable, "all " + std::to_string(size_) +
                                               " sessions on the database stayed busy for " +
                                               std::to_string(patience.count()) + " ms");
    }
    ++lent_;
    if (!idle_.empty()) {
      session = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  // After a restart of the server nobody's work is to fail only to find out.
  if (session && session->has_ended()) session.reset();
  Lease lease(*this, std::move(session));
  if (lease.session_) {
    reachable_ = true;
    return lease;
  }
  // Connecting can take seconds: others must be able to give back and take meanwhile.
  try {
    lease.session_ = std::make_unique<Session>(connection_);
    reachable_ = true;
  } catch (const StatementFailed& failure) {
    reachable_ = false;
    return failure.error();
  }
  return lease;
}

void Pool::give_back(std::unique_ptr<Session> session) noexcept {
  if (session) session->discard();
  if (session && session->is_usable() && session->in_transaction()) {
    try {
      session->rollback();
    } catch (const StatementFailed&) {
      session.reset();
    }
  }
  if (session && !session->is_usable()) {
    session.reset();
    // What took this connection has most likely taken the idle ones, too.
    close_idle();
  }
  {
    const std::lock_guard lock(mutex_);
    --lent_;
    // Room for every session was reserved.
    if (session) idle_.push_back(std::move(session));
  }
  came_free_.notify_one();
}

void Pool::close_idle() {
  const std::lock_guard lock(mutex_);
  idle_.clear();
}

}  // namespace steward::store
