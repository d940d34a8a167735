// SPDX-License-Identifier: MIT
#include "bench/process_usage.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace steward::bench {
namespace {

/// What the scheduler counts of each thread that lives, which is finer than the ticks of proc(5)'s
/// stat.
double nanoseconds_of(pid_t process) {
  double sum = 0;
  std::error_code gone;
  std::filesystem::directory_iterator thread(fmt::format("/proc/{}/task", process), gone);
  for (; !gone && thread != std::filesystem::directory_iterator(); thread.increment(gone)) {
    std::ifstream file(thread->path() / "schedstat");
    double nanoseconds = 0;
    if (file >> nanoseconds) sum += nanoseconds;
  }
  return sum;
}

}  // namespace

double cpu_seconds(const std::vector<pid_t>& processes) {
  double sum = 0;
  for (const auto process : processes) sum += nanoseconds_of(process);
  if (sum <= 0) throw std::runtime_error("the kernel keeps no schedstat in /proc");
  return sum / 1e9;
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
