// SPDX-License-Identifier: MIT
// stands for src/util/unknown_layer.cpp
