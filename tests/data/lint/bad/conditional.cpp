// SPDX-License-Identifier: MIT
// stands for src/app/conditional.cpp
asio::awaitable<std::string> chooses(bool open) {
  const auto text = open ? co_await read() : std::string();
  co_await write(open ? text : std::string("closed"));
  co_return text;
}
