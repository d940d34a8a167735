// SPDX-License-Identifier: MIT
// The figures of the engine, each beside its limit: printed as soon as they are known. They throw
// `std::runtime_error` when the two did not do the same.
#pragma once

#include "bench/bench_options.hpp"
#include "bench/engine_database.hpp"
#include "bench/population.hpp"

namespace steward::bench {

/// What firing and ingest are measured on.
[[nodiscard]] Population population_of(const Options& options);

/// Reminders and breaches that are due at once, by one loop and by two. `base` is populated and
/// stays as it is.
void measure_firing(EngineDatabase& base, const Options& options);
/// Changed records that open commitments, and others that keep them.
void measure_ingest(EngineDatabase& base, const Options& options);
/// One change and one firing among more and more commitments.
void measure_growth(const Options& options);
/// A new record of a client with many old ones.
void measure_old_client(const Options& options);
/// What capture costs whoever changes records.
void measure_capture(const Options& options);
/// `steward run` from outside: how late it is, what it takes when there is nothing to do, how much
/// memory, and how soon it is ready. Needs a server with track_commit_timestamp.
void measure_daemon(EngineDatabase& base, const Options& options);
/// Which statements take the time of firing and of ingest, and on which side of the socket.
void profile(EngineDatabase& base, const Options& options);

}  // namespace steward::bench
