// SPDX-License-Identifier: MIT
#include "bench/process_usage.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

namespace steward::bench {
namespace {

constexpr int kUserTime = 14;  // fields of proc(5)'s stat, from 1
constexpr int kSystemTime = 15;

double ticks_of(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/stat", process));
  std::string line;
  if (!std::getline(file, line)) return 0;
  // The second field is the name, which may hold anything.
  std::istringstream rest(line.substr(line.rfind(')') + 2));
  double ticks = 0;
  std::string field;
  for (int number = 3; number <= kSystemTime && rest >> field; ++number) {
    if (number == kUserTime || number == kSystemTime) ticks += std::stod(field);
  }
  return ticks;
}

}  // namespace

double cpu_seconds(const std::vector<pid_t>& processes) {
  double ticks = 0;
  for (const auto process : processes) ticks += ticks_of(process);
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

Memory memory_of(pid_t process) {
  Memory memory;
  std::ifstream file(fmt::format("/proc/{}/status", process));
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name;
    double kib = 0;
    words >> name >> kib;
    if (name == "VmRSS:") memory.settled_mib = kib / 1024;
    if (name == "VmHWM:") memory.peak_mib = kib / 1024;
  }
  return memory;
}

}  // namespace steward::bench
