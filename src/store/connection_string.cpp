// SPDX-License-Identifier: MIT
#include <libpq-fe.h>

#include <map>
#include <memory>

#include "steward/store/database.hpp"

namespace steward::store {
namespace {

using Options = std::map<std::string, std::string, std::less<>>;

Result<Options> parse(const std::string& connection) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
      PQconninfoParse(connection.c_str(), nullptr), PQconninfoFree);
  if (!parsed) {
    // libpq's reason quotes the string, and with it perhaps a password.
    return Error(ErrorCode::invalid_input,
                 "the database's connection string cannot be read: expected key=value pairs, a "
                 "value with blanks in single quotes, or a URI postgresql://host/database");
  }
  Options options;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) options[option->keyword] = option->val;
  }
  return options;
}

std::string quoted_value(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + '\'';
}

std::string setting(std::string_view name, std::chrono::milliseconds limit) {
  return " -c " + std::string(name) + "=" + std::to_string(limit.count());
}

// Of two settings of one name the later wins: theirs over our limits, ours over their time zone.
// Floats are written with all their digits.
std::string server_options(const std::string& theirs, const SessionLimits& limits) {
  std::string text = setting("statement_timeout", limits.statement);
  text += setting("lock_timeout", limits.lock);
  text += setting("idle_in_transaction_session_timeout", limits.idle_in_transaction);
  // A daemon that is gone keeps no lock: the server looks after it while a statement of its waits,
  // and so do both ends' kernels. Each says nothing where the connection is a unix socket's.
  text += setting("client_connection_check_interval", limits.check);
  text += setting("tcp_user_timeout", limits.silence);
  text += " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2";
  // Statements over a thousand keys look costly to the planner; compiling them takes longer than
  // running them.
  text += " -c jit=off";
  if (!theirs.empty()) text += " " + theirs;
  text += " -c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres";
  text += " -c extra_float_digits=1";
  text += " -c default_transaction_isolation=read\\ committed";
  return text.substr(1);
}

}  // namespace

Result<std::string> complete_connection(std::string_view connection, const SessionLimits& limits) {
  Result<Options> parsed = parse(std::string(connection));
  if (!parsed) return parsed.error();
  Options& options = *parsed;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(limits.connect).count();
  options.emplace("application_name", "steward");
  options.emplace("connect_timeout", std::to_string(seconds));
  options.emplace("keepalives_idle", "10");
  options.emplace("keepalives_interval", "5");
  options.emplace("keepalives_count", "2");
  options.emplace("tcp_user_timeout", std::to_string(limits.silence.count()));
  options.emplace("target_session_attrs", "read-write");
  options["client_encoding"] = "UTF8";
  options["options"] = server_options(options["options"], limits);
  std::string text;
  for (const auto& [name, value] : options) {
    if (!text.empty()) text += ' ';
    text += name + "=" + quoted_value(value);
  }
  return text;
}

}  // namespace steward::store
