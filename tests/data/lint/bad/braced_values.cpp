// SPDX-License-Identifier: MIT
// stands for src/web/braced_values.cpp
asio::awaitable<void> sends(std::string name) {
  co_await ask(Request{name, 3});
  co_await ask({name, 3});
  const auto answer = co_await ask(
      name, Options{.wait = 3});
  Answer braced{co_await ask(name)};
  if (co_await ask(Request{name}) == 3) {
    co_return;
  }
  co_await both(Request{name}, co_await ask(name));
  co_return Answer{co_await ask(name)};
}
