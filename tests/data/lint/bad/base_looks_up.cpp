// SPDX-License-Identifier: MIT
// stands for src/base/base_looks_up.cpp
#include "steward/calendar/zone.hpp"
