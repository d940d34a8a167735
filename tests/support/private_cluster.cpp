// SPDX-License-Identifier: MIT
#include "support/private_cluster.hpp"
#include "paths.hpp"

#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace steward::test {
namespace {

std::string first_line(const std::filesystem::path& path) {
  std::string line;
  std::getline(std::ifstream(path), line);
  return line;
}

/// `scripts/postgres` with its words in a file of the folder's neighbour.
void run_script(const std::string& action, const std::filesystem::path& folder) {
  const auto said = folder.string() + ".said";
  const auto command = std::string(STEWARD_SOURCE_DIR "/scripts/postgres ") + action + " " +
                       folder.string() + " >" + said + " 2>&1";
  const int status = std::system(command.c_str());
  std::ostringstream words;
  words << std::ifstream(said).rdbuf();
  std::filesystem::remove(said);
  if (status != 0) throw std::runtime_error(words.str());
}

}  // namespace

PrivateCluster::PrivateCluster() {
  start();
}

PrivateCluster::PrivateCluster(StandbyOf other) {
  run_script("start --standby-of=" + other.primary.folder_.path().string(), folder_.path());
}

PrivateCluster::~PrivateCluster() {
  try {
    run_script("stop", folder_.path());
    std::error_code ignored;
    std::filesystem::remove_all(home(), ignored);
  } catch (const std::runtime_error&) {
    // The test has said what is wrong; what is left lies in a temporary folder.
  }
}

std::string PrivateCluster::connection() const {
  return first_line(folder_.path() / "url");
}

std::string PrivateCluster::socket() const {
  return home() / "socket";
}

std::filesystem::path PrivateCluster::home() const {
  return first_line(folder_.path() / "where");
}

void PrivateCluster::start() {
  run_script("start", folder_.path());
}

void PrivateCluster::crash() {
  const auto noted = home() / "data/postmaster.pid";
  if (kill(std::stoi(first_line(noted)), SIGQUIT) != 0) {
    throw std::runtime_error("the server cannot be stopped");
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (std::filesystem::exists(noted)) {
    if (std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error("the server does not stop");
    }
  }
}

}  // namespace steward::test
