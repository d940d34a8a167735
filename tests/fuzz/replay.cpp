// SPDX-License-Identifier: MIT
// In place of libFuzzer's main: feeds the files of folders to a fuzz target.
//
//   fuzz_<target> FOLDER...
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream stream(file.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(stream), {});
      fmt::print("{}: {} bytes\n", file.path().string(), bytes.size());
      std::fflush(stdout);  // so that the last line names the file of a crash
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      ++count;
    }
    if (count > 0) continue;
    fmt::print(stderr, "{}: there are no seeds\n", argv[i]);
    return 1;
  }
  return 0;
}
