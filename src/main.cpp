// SPDX-License-Identifier: MIT
#include "steward/app/command_line.hpp"

int main(int argc, char** argv) {
  return steward::app::run_command_line(argc, argv);
}
