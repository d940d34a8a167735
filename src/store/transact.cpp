// SPDX-License-Identifier: MIT
#include "store/transact.hpp"

#include "store/session.hpp"

namespace steward::store {

Result<> transact(Pool& pool, const std::function<Result<>(Session&)>& work) {
  Result<Pool::Lease> lease = pool.lease();
  if (!lease) return lease.error();
  Session& session = lease->session();
  try {
    Session::Transaction transaction(session);
    Result<> done = work(session);
    if (done) transaction.commit();
    return done;
  } catch (const StatementFailed& failure) {
    return failure.error();
  } catch (const std::exception& bug) {
    return Error(ErrorCode::internal, bug.what());
  }
}

Result<> transact_read_only(Pool& pool, const std::function<Result<>(Session&)>& work) {
  return transact(pool, [&work](Session& session) {
    session.execute("set transaction read only");
    return work(session);
  });
}

}  // namespace steward::store
