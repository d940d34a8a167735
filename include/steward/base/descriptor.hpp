// SPDX-License-Identifier: MIT
// A file descriptor that is closed at its end.
#pragma once

#include <unistd.h>

namespace steward {

class Descriptor {
 public:
  /// Takes it over; less than 0 is none, as open(2) answers when it fails.
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

}  // namespace steward
