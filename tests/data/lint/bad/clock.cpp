// SPDX-License-Identifier: MIT
// stands for src/store/clock.cpp
const auto a = std::chrono::system_clock::now();
const auto b = std::time(nullptr);
const auto c = time( NULL );
const auto d = commitment.time(0);
constexpr auto kLate = "select id from steward.commitment where due < now()";
constexpr auto kStamp = "select clock_timestamp()";
constexpr auto kText = "call now()";
