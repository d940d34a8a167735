// SPDX-License-Identifier: MIT
// config/steward.yaml: every key is known, checked, and described here.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "steward/base/instant.hpp"
#include "steward/base/problem.hpp"
#include "steward/model/recipient.hpp"
#include "steward/model/reload_limits.hpp"
#include "steward/rules/loader.hpp"

namespace steward::rules {

enum class Delivery {
  live,      ///< messages leave
  shadow,    ///< everything is decided and recorded, nothing leaves
  redirect,  ///< everything goes to one address
};

/// A secret is named, never written: a file that holds it, or a variable of the environment.
/// `read_settings` resolves it; it is never logged, printed or stored.
struct EmailSettings {
  std::string url;       ///< smtp://host:port, smtps://…, or maildir:PATH
  std::string from;      ///< "Skyport <steward@skyport.example>"
  std::string username;  ///< "" for none
  std::string password;  ///< resolved
  bool starttls = true;  ///< demanded with smtp:// except on loopback
};

struct SmsSettings {
  std::string url;      ///< the Messages resource of a Twilio-compatible gateway, or file:PATH
  std::string from;     ///< the sending number, E.164
  std::string account;  ///< account SID: the user of basic authentication
  std::string token;    ///< resolved
};

/// A sign of life to somebody else.
struct HeartbeatSettings {
  std::string url;                                ///< https://…, http://…, or file:PATH
  Microseconds every = std::chrono::seconds(60);  ///< 1 s to 1 h
};

/// When what hangs on promises that are over is dropped.
struct RetentionSettings {
  std::chrono::months after{0};  ///< since the promise ended, by the calendar: 1 month to 100 years
  std::filesystem::path folder;  ///< where it is written first, absolute; "" for nowhere
};

struct Settings {
  std::filesystem::path file;
  std::string organisation;
  std::string database;  ///< a libpq connection string or URI, resolved
  int connections = 12;  ///< sessions of the daemon, 3 to 64
  RulePaths paths;       ///< absolute: relative ones are taken from the file's folder
  model::ReloadMode reload = model::ReloadMode::guarded;
  model::ReloadLimits reload_limits;
  std::vector<model::Recipient> admins;  ///< addresses and roles: told of files that are not taken
  Delivery delivery = Delivery::shadow;
  std::string redirect_email;
  std::string redirect_sms;
  std::optional<EmailSettings> email;
  std::optional<SmsSettings> sms;
  std::string last_resort_email;
  std::string last_resort_sms;
  Microseconds probe = std::chrono::milliseconds(200);  ///< of the change queue, 10 ms to 10 s
  std::string http_address = "127.0.0.1";               ///< loopback only
  int http_port = 9464;                                 ///< 0: no server
  std::optional<HeartbeatSettings> heartbeat;
  std::optional<RetentionSettings> retention;  ///< none: everything is kept for ever
  std::string log_level = "info";
};

/// Whether what a secret's file or variable holds is needed, or only that it is named rightly.
enum class Secrets { needed, named };

/// Mistakes go to `problems`; nothing when there was an error. The database may also come from the
/// environment (`STEWARD_DATABASE`), which wins.
[[nodiscard]] std::optional<Settings> read_settings(const std::filesystem::path& file,
                                                    Problems& problems,
                                                    Secrets secrets = Secrets::needed);

}  // namespace steward::rules
