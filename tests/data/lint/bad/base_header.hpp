// SPDX-License-Identifier: MIT
// stands for include/steward/base/base_header.hpp
#pragma once

#include <boost/json/value.hpp>
#include <boost/optional.hpp>
#include <sodium.h>
#include <spdlog/spdlog.h>
