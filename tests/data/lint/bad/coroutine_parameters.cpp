// SPDX-License-Identifier: MIT
// stands for src/web/coroutine_parameters.cpp
asio::awaitable<void> reads(const std::string& name);
asio::awaitable<Result<std::vector<int>>> Server::takes(int count,
                                                        Request&& request) {
  co_return co_await count_of(count);
}
auto late(std::string const& name) -> asio::awaitable<void>;
const auto accept = [](Socket socket, const Settings& settings) -> asio::awaitable<void> {
  co_return;
};
