// SPDX-License-Identifier: MIT
#include "store/transact.hpp"

#include "store/session.hpp"

namespace steward::store {

namespace {

Result<> with_session(Pool& pool, const std::function<Result<>(Session&)>& work) {
  Result<Pool::Lease> lease = pool.lease();
  if (!lease) return lease.error();
  try {
    return work(lease->session());
  } catch (const StatementFailed& failure) {
    return failure.error();
  } catch (const std::exception& bug) {
    return Error(ErrorCode::internal, bug.what());
  }
}

}  // namespace

Result<> transact(Pool& pool, const std::function<Result<>(Session&)>& work) {
  return with_session(pool, [&work](Session& session) {
    Session::Transaction transaction(session);
    Result<> done = work(session);
    if (done) transaction.commit();
    return done;
  });
}

Result<> transact_read_only(Pool& pool, const std::function<Result<>(Session&)>& work) {
  return transact(pool, [&work](Session& session) {
    session.post("set transaction read only");
    return work(session);
  });
}

Result<> ask(Pool& pool, const std::function<void(Session&)>& question) {
  return with_session(pool, [&question](Session& session) -> Result<> {
    question(session);
    return {};
  });
}

}  // namespace steward::store
