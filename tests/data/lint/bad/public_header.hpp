// SPDX-License-Identifier: MIT
// stands for include/steward/store/public_header.hpp

#include <soci/soci.h>

#include "steward/base/error.hpp"
#include "store/session.hpp"
