// SPDX-License-Identifier: MIT
// What model.yaml adds to the catalog for the compilers of expressions.
#pragma once

#include <string>

namespace steward::rules {

struct Naming {
  std::string zone = "UTC";   ///< IANA name: of dates, and of timestamps without a zone
  std::string staff_entity;   ///< "" when there is none
  std::string client_entity;  ///< "" when there is none
};

}  // namespace steward::rules
