// SPDX-License-Identifier: MIT
// stands for src/store/layers.cpp
#include "store/session.hpp"

#include <curl/curl.h>
#include <soci/soci.h>
#include <sys/socket.h>
#include <unknown/thing.hpp>
#include <vector>

#include "engine/tracker.hpp"
#include "steward/engine/transport.hpp"
#include "steward/helper/text.hpp"
#include "steward/rules/loader.hpp"
