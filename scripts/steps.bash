# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Named steps with a log each, for the scripts that do several things in a row: source it.
#
# The caller sets `logs` to the folder of the logs. `step` shows how far a long command is, and
# on failure names the step and its log and shows the log's end.

# step NAME COMMAND...   the log is $logs/NAME.log, blanks in NAME become '-'
step() {
  # shellcheck disable=SC2154 # the caller sets logs
  local name=$1 log=$logs/${1// /-}.log started=$SECONDS status=0 ticker
  shift
  mkdir -p -- "$logs"
  printf '== %s  (log: %s)\n' "$name" "${log#"$PWD"/}"
  : >"$log"
  show_progress "$log" &
  ticker=$!
  # The command stays in the foreground, so that Ctrl-C reaches it.
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [[ ! -t 1 ]] || printf '\r\033[K'
  if ((status != 0)); then
    explain_failure "$name" "$log"
    printf '\n%s: the step "%s" failed (exit %d). Its whole log: %s\n' \
      "${0##*/}" "$name" "$status" "$log" >&2
    return "$status"
  fi
  printf '   done in %d s\n' $((SECONDS - started))
}

# What a failed step shows of its log; a script may define its own.
explain_failure() {
  printf -- '-- the last lines of %s:\n' "$2" >&2
  tail -n 40 -- "$2" >&2
}

# The log's last line: always in place on a terminal, else every 20 seconds on a line of its own.
show_progress() {
  local log=$1 line seconds=0
  trap 'exit 0' TERM
  while true; do
    sleep 1 &
    wait $!
    seconds=$((seconds + 1))
    line=$(tail -n 1 -- "$log" | tr -d '\r' | cut -c 1-90)
    if [[ -t 1 ]]; then
      printf '\r\033[K   %d s  %s' "$seconds" "$line"
    elif ((seconds % 20 == 0)); then
      printf '   %d s  %s\n' "$seconds" "$line"
    fi
  done
}

# A compiler of this code may need 1.5 GB, with sanitizers more: no more of them than fit.
jobs_that_fit() {
  local cores gigabytes
  cores=$(nproc)
  gigabytes=$(awk '/^MemAvailable:/ { print int($2 / 1048576 / 1.5) }' /proc/meminfo)
  ((gigabytes < cores)) && cores=$gigabytes
  echo $((cores > 0 ? cores : 1))
}
