// SPDX-License-Identifier: MIT
// A mail server for tests that answers by a script and keeps what it is given.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "unit/notify/loopback_server.hpp"

namespace steward::notify {

/// What the server says, and where it breaks off.
struct SmtpScript {
  std::string greeting = "220 mail.example ESMTP";
  std::vector<std::string> extensions;  ///< "AUTH PLAIN"
  std::string auth = "235 2.7.0 Welcome";
  std::string mail = "250 2.1.0 Ok";
  std::string recipient = "250 2.1.5 Ok";
  std::string data = "354 Go on";
  std::string taken = "250 2.0.0 Ok: queued as 4F2A";
  bool drop_after_dot = false;
  bool stall_after_dot = false;
  bool stall_at_quit = false;
};

struct ReceivedMail {
  std::string from;  ///< the whole command
  std::string to;
  std::string text;  ///< as it was before dots were stuffed, lines end in LF
};

class SmtpServer {
 public:
  explicit SmtpServer(SmtpScript script = {})
      : script_(std::move(script)), server_([this](Connection& to) { serve(to); }) {}

  [[nodiscard]] std::string url() const {
    return "smtp://127.0.0.1:" + std::to_string(server_.port());
  }
  [[nodiscard]] std::size_t connections() { return server_.connections(); }
  [[nodiscard]] std::vector<ReceivedMail> mails() {
    const std::lock_guard lock(mutex_);
    return mails_;
  }
  [[nodiscard]] std::vector<std::string> commands() {
    const std::lock_guard lock(mutex_);
    return commands_;
  }

 private:
  static bool starts(const std::string& line, std::string_view with) {
    return line.compare(0, with.size(), with) == 0;
  }

  std::string hello() const {
    std::string reply = "250-mail.example\r\n";
    for (const auto& extension : script_.extensions) reply += "250-" + extension + "\r\n";
    return reply + "250 8BITMIME";
  }

  void serve(Connection& client) {
    client.write(script_.greeting + "\r\n");
    ReceivedMail mail;
    while (const auto line = client.read_line()) {
      {
        const std::lock_guard lock(mutex_);
        commands_.push_back(*line);
      }
      std::string reply = "250 Ok";
      if (starts(*line, "EHLO")) reply = hello();
      if (starts(*line, "AUTH")) reply = take_login(client);
      if (starts(*line, "MAIL")) {
        mail = {*line, "", ""};
        reply = script_.mail;
      }
      if (starts(*line, "RCPT")) {
        mail.to = *line;
        reply = script_.recipient;
      }
      if (starts(*line, "DATA")) reply = script_.data;
      if (starts(*line, "QUIT") && script_.stall_at_quit) return client.stall();
      client.write(reply + "\r\n");
      if (starts(*line, "QUIT")) return;
      if (starts(*line, "DATA") && starts(reply, "354") && !take_text(client, mail)) return;
    }
  }

  std::string take_login(Connection& client) {
    client.write("334 \r\n");
    if (const auto login = client.read_line()) {
      const std::lock_guard lock(mutex_);
      commands_.push_back(*login);
    }
    return script_.auth;
  }

  /// False when the conversation is over.
  bool take_text(Connection& client, ReceivedMail& mail) {
    for (;;) {
      auto line = client.read_line();
      if (!line) return false;
      if (*line == ".") break;
      if (starts(*line, ".")) line->erase(0, 1);
      mail.text += *line + "\n";
    }
    if (script_.drop_after_dot) return false;
    if (script_.stall_after_dot) {
      client.stall();
      return false;
    }
    if (starts(script_.taken, "250")) {
      const std::lock_guard lock(mutex_);
      mails_.push_back(mail);
    }
    client.write(script_.taken + "\r\n");
    return true;
  }

  SmtpScript script_;
  std::mutex mutex_;
  std::vector<ReceivedMail> mails_;
  std::vector<std::string> commands_;
  LoopbackServer server_;  // last: its threads use the others
};

}  // namespace steward::notify
