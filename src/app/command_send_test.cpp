// SPDX-License-Identifier: MIT
// `steward send-test`: proves a channel, whatever the delivery mode is. Needs no database.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/exit_code.hpp"
#include "app/opening.hpp"

namespace steward::app {
namespace {

Instant machine_now() {
  return std::chrono::floor<Microseconds>(std::chrono::system_clock::now());
}

bool is_number(const std::string& address) {
  return !address.empty() && address.front() == '+';
}

model::OutgoingMessage message(const std::string& address, const std::string& organisation,
                               const std::string& domain, Instant now) {
  model::OutgoingMessage message;
  message.channel = is_number(address) ? model::Channel::sms : model::Channel::email;
  message.message_id = fmt::format("test.{}@{}", to_micros(now), domain);
  message.thread_id = message.message_id;
  message.reference = "test";
  message.address = address;
  message.at = now;
  message.text = fmt::format("{}: steward can reach you here. Nothing needs to be done.",
                             organisation.empty() ? "Test" : organisation);
  if (message.channel == model::Channel::email) {
    message.subject = "Test: steward can reach you";
    message.text += fmt::format("\n\nSent by 'steward send-test' on {}.\n", to_rfc3339(now));
  }
  return message;
}

std::string_view where(bool sms) {
  return sms ? "sms:" : "email:";
}

}  // namespace

int run(const SendTestCommand& command, const std::filesystem::path& config) {
  const auto file = find_configuration(config);
  if (!file) return fail(file.error());
  Problems problems;
  const auto settings = rules::read_settings(*file, problems);
  fmt::print(stderr, "{}", problems.render_all());
  if (!settings) return kRefused;
  const auto delivery = Delivery::from(*settings);
  if (!delivery) return fail(delivery.error());

  const bool sms = is_number(command.address);
  auto* const transport = sms ? delivery->sms() : delivery->email();
  if (transport == nullptr) {
    return fail(
        Error(ErrorCode::invalid_input, fmt::format("there is no way to {}: add '{}' to {}",
                                                    command.address, where(sms), file->string())));
  }
  if (delivery->mode() != engine::DeliveryMode::live) {
    fmt::print("Delivery is {}; a test is sent all the same.\n",
               engine::to_string(delivery->mode()));
  }
  const auto receipt = transport->send(message(command.address, settings->organisation,
                                               delivery->settings("").domain, machine_now()));
  if (!receipt) {
    return fail(Error(receipt.error().code(), fmt::format("{} was not reached: {}", command.address,
                                                          receipt.error().message())));
  }
  fmt::print("{} was accepted: {}\n", command.address, receipt->response);
  return kDone;
}

}  // namespace steward::app
