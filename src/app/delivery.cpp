// SPDX-License-Identifier: MIT
#include "app/delivery.hpp"

#include <fmt/format.h>

#include "steward/notify/address.hpp"
#include "steward/notify/transports.hpp"

namespace steward::app {
namespace {

engine::DeliveryMode mode_of(rules::Delivery delivery) {
  switch (delivery) {
    case rules::Delivery::live:
      return engine::DeliveryMode::live;
    case rules::Delivery::shadow:
      return engine::DeliveryMode::shadow;
    case rules::Delivery::redirect:
      return engine::DeliveryMode::redirect;
  }
  return engine::DeliveryMode::shadow;
}

/// Message-IDs bear the domain of the sender.
std::string domain_of(const std::string& from) {
  const auto mailbox = notify::parse_mailbox(from);
  if (!mailbox) return "localhost";
  return mailbox->address.substr(mailbox->address.rfind('@') + 1);
}

}  // namespace

Result<Delivery> Delivery::from(const rules::Settings& settings) {
  Delivery delivery;
  if (const auto& email = settings.email) {
    notify::EmailChannel channel;
    channel.url = email->url;
    channel.from = email->from;
    channel.username = email->username;
    channel.password = email->password;
    channel.starttls = email->starttls;
    auto transport = notify::make_email_transport(channel);
    if (!transport) return transport.error();
    delivery.email_ = std::move(*transport);
    delivery.settings_.domain = domain_of(email->from);
  }
  if (const auto& sms = settings.sms) {
    notify::SmsChannel channel;
    channel.url = sms->url;
    channel.from = sms->from;
    channel.account = sms->account;
    channel.token = sms->token;
    auto transport = notify::make_sms_transport(channel);
    if (!transport) return transport.error();
    delivery.sms_ = std::move(*transport);
  }
  auto& dispatch = delivery.settings_;
  dispatch.mode = mode_of(settings.delivery);
  dispatch.redirect_email = settings.redirect_email;
  dispatch.redirect_sms = settings.redirect_sms;
  dispatch.has_email = delivery.email_ != nullptr;
  dispatch.has_sms = delivery.sms_ != nullptr;
  for (const auto& address : {settings.last_resort_email, settings.last_resort_sms}) {
    if (address.empty()) continue;
    dispatch.last_resort.push_back({model::RecipientKind::address, address});
  }
  return delivery;
}

engine::DispatchSettings Delivery::settings(const std::string& daemon) const {
  auto settings = settings_;
  settings.daemon = daemon;
  return settings;
}

std::string Delivery::sentence(std::int64_t withheld) const {
  switch (settings_.mode) {
    case engine::DeliveryMode::live:
      return "delivery is live: messages leave";
    case engine::DeliveryMode::redirect:
      return fmt::format(
          "delivery is redirected: every message goes to {}",
          settings_.redirect_email.empty() ? settings_.redirect_sms : settings_.redirect_email);
    case engine::DeliveryMode::shadow:
      break;
  }
  return fmt::format(
      "delivery is in shadow: nothing leaves; {} message{} would have gone out in the "
      "last 24 h ('steward tasks' lists them)",
      withheld, withheld == 1 ? "" : "s");
}

}  // namespace steward::app
