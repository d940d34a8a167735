// SPDX-License-Identifier: MIT
// stands for src/app/lambdas.cpp
asio::awaitable<void> offloads(Pool& pool, std::string name) {
  co_await pool.run([name] { return name.size(); });
  co_await pool.run([=] { return name.size(); });
  co_await pool.run([&pool, copy = std::move(name)]() mutable -> Result<int> { return use(copy); });
  co_await asio::co_spawn(
      pool, [name]() -> asio::awaitable<void> { co_await say(name); }, asio::use_awaitable);
  const bool done = co_await ready() || pool.has([name](int x) { return x > 1; });
}
