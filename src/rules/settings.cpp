// SPDX-License-Identifier: MIT
#include "steward/rules/settings.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "rules/moment.hpp"
#include "rules/recipient_reader.hpp"
#include "rules/secret_mask.hpp"
#include "rules/secret_reader.hpp"
#include "rules/setting_values.hpp"
#include "rules/yaml_parser.hpp"
#include "rules/yaml_reader.hpp"
#include "steward/calendar/span.hpp"

namespace steward::rules {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Reads config/steward.yaml, section by section.
class SettingsReader {
 public:
  SettingsReader(const YamlNode& node, const fs::path& file, Secrets secrets, Problems& problems)
      : folder_(fs::absolute(file).parent_path()),
        secrets_(secrets),
        problems_(problems),
        reader_(node, settings_keys(), "the configuration", problems) {
    settings_.file = file;
  }

  Settings read() {
    settings_.organisation = reader_.line("organisation");
    read_database();
    settings_.connections = reader_.number("connections", settings_.connections, 3, 64);
    read_paths();
    if (const auto* email = reader_.mapping("email")) read_email(*email);
    if (const auto* sms = reader_.mapping("sms")) read_sms(*sms);
    read_addresses("redirect", settings_.redirect_email, settings_.redirect_sms);
    read_addresses("last_resort", settings_.last_resort_email, settings_.last_resort_sms);
    read_delivery();
    read_reload();
    read_admins();
    read_interval(reader_, "probe", 10ms, 10s, "from 10ms to 10s", settings_.probe);
    if (const auto* http = reader_.mapping("http")) read_http(*http);
    if (const auto* heartbeat = reader_.mapping("heartbeat")) read_heartbeat(*heartbeat);
    if (const auto* retention = reader_.mapping("retention")) read_retention(*retention);
    if (const auto* log = reader_.mapping("log")) read_log(*log);
    reader_.finish();
    return std::move(settings_);
  }

 private:
  void read_database() {
    const auto* environment = std::getenv("STEWARD_DATABASE");
    const auto* node = reader_.value("database");
    if (node != nullptr && node->kind == YamlKind::text) {
      settings_.database = trimmed(node->text.text());
      if (holds_password(settings_.database)) {
        refuse_literal(reader_.mark_of("database"), "database", problems_);
      }
    } else if (environment == nullptr || *environment == '\0') {
      settings_.database = read_secret(reader_, "database", folder_, secrets_, problems_);
    }
    if (environment != nullptr && *environment != '\0') settings_.database = environment;
  }

  [[nodiscard]] fs::path absolute(const PlacedText& text) const {
    return (folder_ / std::string(trimmed(text.text()))).lexically_normal();
  }

  /// One path, or a list of them.
  std::vector<fs::path> paths(std::string_view key) {
    const auto* node = reader_.value(key);
    if (node == nullptr) return {};
    if (node->kind == YamlKind::text) {
      const auto* text = reader_.text(key);
      return text != nullptr ? std::vector<fs::path>{absolute(*text)} : std::vector<fs::path>{};
    }
    const auto* list = reader_.list(key);
    std::vector<fs::path> paths;
    if (list == nullptr) return paths;
    for (const auto& item : list->items) {
      if (item.kind == YamlKind::text && !trimmed(item.text.text()).empty()) {
        paths.push_back(absolute(item.text));
      } else {
        problems_.error(item.mark,
                        fmt::format("a path must be text, not {}", to_string(item.kind)));
      }
    }
    return paths;
  }

  void read_paths() {
    auto& all = settings_.paths;
    all.root = folder_.lexically_normal();
    all.rules = paths("rules");
    all.calendars = paths("calendars");
    all.chains = paths("escalations");
    all.templates = paths("templates");
    if (const auto* model = reader_.text("model")) all.model = absolute(*model);
  }

  /// The text of a key, when it has the form; else "", and what was expected is reported.
  template <class Form>
  std::string formed(YamlReader& reader, std::string_view key, Form form,
                     std::string_view expected) {
    const auto* text = reader.text(key);
    if (text == nullptr) return {};
    const auto value = trimmed(text->text());
    if (form(value)) return std::string(value);
    problems_.error(text->mark(),
                    fmt::format("'{}' is no {}", value, expected.substr(0, expected.find(':'))),
                    "expected" + std::string(expected.substr(expected.find(':') + 1)));
    return {};
  }

  std::string email_address(YamlReader& reader) {
    return formed(reader, "email", is_email_address, "email address: name@host.example");
  }

  std::string phone_number(YamlReader& reader, std::string_view key) {
    return formed(reader, key, is_phone_number,
                  "telephone number: +15555550100, in quotes: country code and number, no spaces");
  }

  /// `maildir:PATH` or `file:PATH` with its path made absolute; nothing when it is none.
  std::optional<std::string> local_sink(std::string_view url, std::string_view scheme) const {
    if (url.substr(0, scheme.size()) != scheme || url.size() == scheme.size()) return std::nullopt;
    const fs::path path(std::string(url.substr(scheme.size())));
    return std::string(scheme) + (folder_ / path).lexically_normal().string();
  }

  void report_url(const PlacedText& text, std::string_view expected) {
    problems_.error(text.mark(), "this is no place to send messages to", std::string(expected));
  }

  void read_email(const YamlNode& node) {
    YamlReader reader(node, settings_section_keys("email"), "'email'", problems_);
    EmailSettings email;
    bool local = true;
    if (const auto* url = reader.text("url")) email.url = email_url(*url, local);
    email.from = formed(reader, "from", is_mailbox, "sender: Name <name@host.example>");
    email.username = reader.line("username");
    email.password = read_secret(reader, "password", folder_, secrets_, problems_);
    email.starttls = reader.boolean("starttls", true);
    reader.finish();
    check_pair(reader, "username", "password");
    if (reader.has("password") && !email.starttls && !local) {
      problems_.error(reader.mark_of("starttls"), "the password would travel unencrypted",
                      "remove 'starttls: false'");
    }
    settings_.email = std::move(email);
  }

  std::string email_url(const PlacedText& text, bool& local) {
    const auto url = trimmed(text.text());
    if (const auto maildir = local_sink(url, "maildir:")) return *maildir;
    const auto server = parse_server_url(url);
    const bool known = server && (server->scheme == "smtp" || server->scheme == "smtps");
    if (!known || server->path.size() > 1) {
      report_url(text,
                 "expected smtp://host:port, smtps://host:port or maildir:PATH; a user is "
                 "named by 'username'");
      return {};
    }
    local = server->scheme == "smtps" || server->is_local();
    return std::string(url);
  }

  void read_sms(const YamlNode& node) {
    YamlReader reader(node, settings_section_keys("sms"), "'sms'", problems_);
    SmsSettings sms;
    bool needs_account = false;
    if (const auto* url = reader.text("url")) sms.url = sms_url(*url, needs_account);
    if (needs_account) {
      reader.demand("account");
      reader.demand("token");
    }
    sms.from = phone_number(reader, "from");
    sms.account = reader.line("account");
    sms.token = read_secret(reader, "token", folder_, secrets_, problems_);
    reader.finish();
    settings_.sms = std::move(sms);
  }

  std::string sms_url(const PlacedText& text, bool& needs_account) {
    const auto url = trimmed(text.text());
    if (const auto file = local_sink(url, "file:")) return *file;
    const auto server = parse_server_url(url);
    const bool safe =
        server && (server->scheme == "https" || (server->scheme == "http" && server->is_local()));
    if (!safe) {
      report_url(text,
                 "expected https://host/path or file:PATH; http:// only on this machine, "
                 "because the token would travel unencrypted");
      return {};
    }
    needs_account = true;
    return std::string(url);
  }

  void check_pair(const YamlReader& reader, std::string_view one, std::string_view other) {
    for (const auto& [has, lacks] : {std::pair(one, other), std::pair(other, one)}) {
      if (reader.has(has) && !reader.has(lacks)) {
        problems_.error(reader.mark_of(has), fmt::format("'{}' without '{}'", has, lacks));
      }
    }
  }

  void read_addresses(std::string_view key, std::string& email, std::string& sms) {
    const auto* node = reader_.mapping(key);
    if (node == nullptr) return;
    YamlReader reader(*node, settings_section_keys(key), fmt::format("'{}'", key), problems_);
    email = email_address(reader);
    sms = phone_number(reader, "sms");
    reader.finish();
  }

  void read_delivery() {
    const auto* text = reader_.text("delivery");
    if (text == nullptr) return;
    const auto value = text->text();
    if (value == "live") {
      settings_.delivery = Delivery::live;
    } else if (value == "redirect") {
      settings_.delivery = Delivery::redirect;
    } else if (value != "shadow") {
      problems_.error(text->mark(), fmt::format("unknown delivery '{}'", trimmed(value)),
                      spelling_hint(value, {"live", "shadow", "redirect"}));
    }
    check_delivery(text->mark());
  }

  /// What leaves needs a channel, and what is redirected an address for each.
  void check_delivery(const SourceMark& mark) {
    if (settings_.delivery == Delivery::shadow) return;
    if (!settings_.email && !settings_.sms) {
      problems_.error(mark, "nothing can leave: neither 'email' nor 'sms' is configured");
    }
    if (settings_.delivery != Delivery::redirect) return;
    const auto demand = [&](bool channel, const std::string& address, std::string_view key) {
      if (!channel || !address.empty()) return;
      problems_.error(mark, fmt::format("'delivery: redirect' without an address for '{}'", key),
                      fmt::format("set '{}:' under 'redirect:'", key));
    };
    demand(settings_.email.has_value(), settings_.redirect_email, "email");
    demand(settings_.sms.has_value(), settings_.redirect_sms, "sms");
  }

  void read_reload() {
    if (const auto* text = reader_.text("reload")) {
      const auto mode = model::parse_reload_mode(trimmed(text->text()));
      settings_.reload = mode.value_or(model::ReloadMode::guarded);
      if (!mode) {
        problems_.error(text->mark(),
                        fmt::format("unknown way to reload '{}'", trimmed(text->text())),
                        spelling_hint(text->text(), {"guarded", "always", "manual"}));
      }
    }
    const auto* node = reader_.mapping("reload_limits");
    if (node == nullptr) return;
    YamlReader reader(*node, settings_section_keys("reload_limits"), "'reload_limits'", problems_);
    const auto limit = [&](std::string_view key, std::size_t otherwise) {
      constexpr int kMost = 1'000'000;
      return static_cast<std::size_t>(reader.number(key, static_cast<int>(otherwise), 0, kMost));
    };
    auto& limits = settings_.reload_limits;
    limits.cancelled = limit("cancelled", limits.cancelled);
    limits.moved = limit("moved", limits.moved);
    limits.breached = limit("breached", limits.breached);
    limits.messages = limit("messages", limits.messages);
    reader.finish();
  }

  void read_admins() {
    const auto* node = reader_.value("admins");
    if (node == nullptr) return;
    if (node->kind != YamlKind::list) return add_admin(*node);
    for (const auto& item : node->items) add_admin(item);
  }

  /// An email address, or a role.
  void add_admin(const YamlNode& node) {
    constexpr const char* kExpected = "expected name@host.example or role(\"…\")";
    if (node.kind != YamlKind::text) {
      problems_.error(node.mark, fmt::format("an admin must be text, not {}", to_string(node.kind)),
                      kExpected);
      return;
    }
    const auto text = trimmed(node.text.text());
    if (is_email_address(text)) {
      settings_.admins.push_back({model::RecipientKind::address, std::string(text)});
      return;
    }
    Problems of_recipient;
    const auto recipient = parse_recipient(node.text, of_recipient);
    if (recipient && recipient->kind == model::RecipientKind::role) {
      settings_.admins.push_back(*recipient);
    } else {
      problems_.error(node.mark, fmt::format("'{}' is no email address and no role", text),
                      kExpected);
    }
  }

  /// How often something is done; `bounds` says in words what `least` and `most` are.
  void read_interval(YamlReader& reader, std::string_view key, Microseconds least,
                     Microseconds most, std::string_view bounds, Microseconds& interval) {
    const auto* text = reader.text(key);
    if (text == nullptr) return;
    const auto read = parse_short_time(trimmed(text->text()));
    if (!read) {
      report_length(text->mark(), read.error(), problems_);
    } else if (*read < least || *read > most) {
      problems_.error(text->mark(), fmt::format("'{}' must be {}", key, bounds));
    } else {
      interval = *read;
    }
  }

  void read_heartbeat(const YamlNode& node) {
    YamlReader reader(node, settings_section_keys("heartbeat"), "'heartbeat'", problems_);
    HeartbeatSettings heartbeat;
    if (const auto* url = reader.text("url")) heartbeat.url = heartbeat_url(*url);
    read_interval(reader, "every", 1s, 1h, "from 1s to 1h", heartbeat.every);
    reader.finish();
    settings_.heartbeat = std::move(heartbeat);
  }

  std::string heartbeat_url(const PlacedText& text) {
    const auto url = trimmed(text.text());
    if (const auto file = local_sink(url, "file:")) return *file;
    const auto server = parse_server_url(url);
    if (server && (server->scheme == "https" || server->scheme == "http")) return std::string(url);
    problems_.error(text.mark(), "this is no place for a heartbeat",
                    "expected https://host/path, http://host/path or file:PATH");
    return {};
  }

  void read_http(const YamlNode& node) {
    YamlReader reader(node, settings_section_keys("http"), "'http'", problems_);
    const auto address = formed(reader, "address", is_loopback_address,
                                "address of this machine: 127.0.0.1 or ::1; to reach it from "
                                "elsewhere put a proxy before it");
    if (!address.empty()) settings_.http_address = address;
    settings_.http_port = reader.number("port", settings_.http_port, 0, 65535);
    reader.finish();
  }

  void read_retention(const YamlNode& node) {
    YamlReader reader(node, settings_section_keys("retention"), "'retention'", problems_);
    RetentionSettings retention;
    if (const auto* after = reader.text("after")) retention.after = months(*after);
    if (const auto* folder = reader.text("export")) retention.folder = absolute(*folder);
    reader.finish();
    settings_.retention = std::move(retention);
  }

  /// At least one: a month goes as a whole, and a slip of the keyboard must not drop a year.
  std::chrono::months months(const PlacedText& text) {
    const auto value = trimmed(text.text());
    const auto span = calendar::parse_span(value);
    if (span && span->kind == calendar::SpanKind::months && span->count > 0) {
      return std::chrono::months(span->count);
    }
    problems_.error(text.mark(), fmt::format("'{}' is no time to keep promises for", value),
                    "expected calendar months or years, from 1 month to 100 years: 7 years");
    return std::chrono::months(0);
  }

  void read_log(const YamlNode& node) {
    YamlReader reader(node, settings_section_keys("log"), "'log'", problems_);
    const auto* level = reader.text("level");
    reader.finish();
    if (level == nullptr) return;
    const std::vector<std::string> levels = {"trace", "debug", "info", "warning", "error"};
    settings_.log_level = level->text();
    for (const auto& known : levels) {
      if (known == settings_.log_level) return;
    }
    problems_.error(level->mark(), fmt::format("unknown log level '{}'", trimmed(level->text())),
                    spelling_hint(level->text(), levels));
  }

  fs::path folder_;
  Secrets secrets_;
  Problems& problems_;
  YamlReader reader_;
  Settings settings_;
};

}  // namespace

std::optional<Settings> read_settings(const fs::path& file, Problems& problems, Secrets secrets) {
  const auto source = read_source(file.string(), problems);
  if (!source) return std::nullopt;
  problems.add_source(file.string(), without_secrets(source->text()));
  const auto node = parse_yaml(*source, problems);
  if (!node) return std::nullopt;
  auto settings = SettingsReader(*node, file, secrets, problems).read();
  if (problems.has_errors()) return std::nullopt;
  return settings;
}

}  // namespace steward::rules
