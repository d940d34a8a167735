// SPDX-License-Identifier: MIT
// stands for src/web/coroutines.cpp
#include "steward/base/error.hpp"

namespace steward::web {

asio::awaitable<void> named_then_moved(Settings settings, std::string name) {
  Request request{name, 3};
  auto answer = co_await ask(std::move(request));
  auto pending = ask(Request(name, 3));
  co_await std::move(pending);
  const auto text = "co_await f({1}) ? a : b";  // co_await f({1}) ? a : b
  if (co_await is_open(answer)) {
    co_await close(answer, std::string(text));
  } else {
    co_await close(std::move(answer));
  }
  for (int tries = 0; tries < 3; ++tries) {
    co_await sleep(std::chrono::seconds(1));
  }
  switch (co_await kind(name)) {
    case Kind::one: {
      co_await one(name);
      break;
    }
    default:
      co_await other(name);
  }
  do {
    co_await one(name);
  } while (co_await more());
  co_await in_pool([&] { return Answer{1}; });
  co_await in_pool([&name, this]() -> Result<int> { return name.empty() ? 1 : 2; });
  const int chosen = settings.fast ? 1 : 2;
  co_return co_await finish(chosen, 1'000'000, '{');
}

void starts_one(asio::io_context& loop, Work work) {
  asio::co_spawn(
      loop, [work = std::move(work)]() mutable -> asio::awaitable<void> { co_await run(work); },
      [](std::exception_ptr error) { log(error); });
  const Shape shape{1, 2};
  loop.post([shape] { use(shape ? 1 : 2); });
}

template <class T>
asio::awaitable<Result<std::vector<T>>> borrows(Engine& engine, const Name* name, T value) {
  try {
    co_return co_await engine.all(name, std::move(value));
  } catch (const std::exception& error) {
    co_return Error(ErrorCode::internal, error.what());
  }
}

}  // namespace steward::web
