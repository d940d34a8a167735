# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034 # the files beside this one use what is set here
# What is printed and how: colours on a terminal only, and a panel that stays at its foot.

on_terminal=false
bold='' dim='' green='' red='' yellow='' plain=''
if [[ -t 1 && "${TERM:-dumb}" != dumb ]]; then
  on_terminal=true
  if [[ -z "${NO_COLOR-}" ]]; then
    bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' yellow=$'\e[33m' plain=$'\e[0m'
  fi
fi
panel_height=0

# A failure that is nobody's bug: what is wrong, and what to do.
fail() {
  printf 'scripts/demo: %s\n' "$@" >&2
  exit 1
}

# The terminal's width; elsewhere lines may be long.
columns() {
  local size
  if $on_terminal && size=$(stty size 2>/dev/null </dev/tty) && ((${size#* } > 0)); then
    echo "${size#* }"
  else
    echo 160
  fi
}

# shorten TEXT WIDTH   cuts a line that would wrap
shorten() {
  if ((${#1} > $2)); then
    printf '%s...' "${1:0:$2-3}"
  else
    printf '%s' "$1"
  fi
}

# Takes the panel away, so that lines can be added above it.
lift_panel() {
  ((panel_height == 0)) || printf '\r\e[%dA\e[J' "$panel_height"
  panel_height=0
}

# put_panel LINE...   each must fit the terminal's width
put_panel() {
  printf '%s\n' "$@"
  panel_height=$#
}

rule_off() {
  printf -- '-%.0s' {1..90}
  printf '\n'
}
