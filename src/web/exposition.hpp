// SPDX-License-Identifier: MIT
// Prometheus's text format 0.0.4, a metric family after the other:
// https://prometheus.io/docs/instrumenting/exposition_formats/
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "steward/web/metrics.hpp"

namespace steward::web {

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

class Exposition {
 public:
  /// Begins a family: the samples that follow are its. `help` is one line.
  void family(std::string_view name, std::string_view type, std::string_view help);
  void sample(std::string_view value, const Labels& labels = {});
  void histogram(const Histogram& histogram);

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void line(std::string_view suffix, const Labels& labels, std::string_view value);

  std::string text_;
  std::string name_;
};

/// Exact, without trailing zeros: "0.005", "3600".
[[nodiscard]] std::string in_seconds(Microseconds duration);

}  // namespace steward::web
