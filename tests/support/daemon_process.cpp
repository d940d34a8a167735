// SPDX-License-Identifier: MIT
#include "support/daemon_process.hpp"
#include "paths.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "support/text_file.hpp"

namespace steward::test {

DaemonFolder::DaemonFolder(const std::string& more_settings) {
  const std::string root = STEWARD_SOURCE_DIR;
  std::ofstream(config()) << "organisation: Skyport\n"
                          << "rules: [" << root << "/rules]\n"
                          << "calendars: [" << root << "/config/calendars]\n"
                          << "escalations: [" << root << "/config/escalations.yaml]\n"
                          << "templates: [" << root << "/config/templates]\n"
                          << "model: " << root << "/config/model.yaml\n"
                          << "delivery: live\n"
                          << "email:\n  url: maildir:mail\n"
                          << "  from: Skyport <steward@skyport.example>\n"
                          << "sms:\n  url: file:sms.txt\n  from: \"+15555550199\"\n"
                          << "last_resort:\n  email: last@skyport.example\n"
                          << "probe: 20ms\n"
                          << "http:\n  port: 0\n"
                          << more_settings;
}

std::size_t DaemonFolder::emails() const {
  std::size_t count = 0;
  const auto folder = path() / "mail/new";
  if (!std::filesystem::exists(folder)) return 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
  return count;
}

std::string DaemonFolder::log_text() const {
  return read_file(log());
}

std::string DaemonFolder::text_messages() const {
  return read_file(path() / "sms.txt");
}

void DaemonFolder::configure(const std::string& old, const std::string& text) const {
  auto written = read_file(config());
  const auto at = written.find(old);
  if (at == std::string::npos) throw std::runtime_error("not in the configuration: " + old);
  written.replace(at, old.size(), text);
  std::ofstream(config()) << written;
}

std::filesystem::path DaemonFolder::with_rules_of_its_own() const {
  const auto rules = path() / "rules";
  const std::string shipped = std::string(STEWARD_SOURCE_DIR) + "/rules";
  std::filesystem::copy(shipped, rules);
  configure("[" + shipped + "]", "[" + rules.string() + "]");
  return rules;
}

void wait_until(const DaemonFolder& folder, const std::string& what,
                const std::function<bool()>& reached) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!reached()) {
    if (std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error("a minute passed before: " + what + "\n" + folder.log_text());
    }
  }
}

DaemonProcess::DaemonProcess(const DaemonFolder& folder, const std::string& connection) {
  const std::string program = std::string(STEWARD_BINARY_DIR) + "/steward";
  const auto config = folder.config().string();
  const auto log = folder.log().string();
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ == 0) {
    const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(file, STDERR_FILENO);
    setenv("STEWARD_DATABASE", connection.c_str(), 1);
    execl(program.c_str(), "steward", "run", "--config", config.c_str(), nullptr);
    _exit(127);
  }
}

DaemonProcess::~DaemonProcess() {
  if (is_running()) {
    signal(SIGKILL);
    wait();
  }
}

void DaemonProcess::signal(int number) const {
  kill(pid_, number);
}

int DaemonProcess::wait() {
  if (pid_ > 0) {
    waitpid(pid_, &status_, 0);
    pid_ = -1;
  }
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : -WTERMSIG(status_);
}

bool DaemonProcess::is_running() {
  if (pid_ <= 0) return false;
  if (waitpid(pid_, &status_, WNOHANG) == 0) return true;
  pid_ = -1;
  return false;
}

}  // namespace steward::test
