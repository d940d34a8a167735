// SPDX-License-Identifier: MIT
// The one place where failed statements become errors.
#pragma once

#include <functional>

#include "steward/base/error.hpp"
#include "steward/store/pool.hpp"

namespace steward::store {

/// Runs `work` in one transaction of a session of the pool. Commits when it answers well; rolls
/// back when it answers an error or a statement fails. Errors: those of `Pool::lease`, of the
/// failed statement (`classify`), `timed_out` when a commit was not answered (it may have taken
/// effect), and `work`'s.
[[nodiscard]] Result<> transact(Pool& pool, const std::function<Result<>(Session&)>& work);

/// The same for work that only reads; the server refuses anything else.
[[nodiscard]] Result<> transact_read_only(Pool& pool,
                                          const std::function<Result<>(Session&)>& work);

/// The same for what needs no transaction around it: one statement, in one round trip, with what
/// was posted before it.
[[nodiscard]] Result<> ask(Pool& pool, const std::function<void(Session&)>& question);

}  // namespace steward::store
