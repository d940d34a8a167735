# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # scripts/demo sets root, called_from
# Where the demo lives, and what runs in it: the folder, the database, the daemon, the feeder.

house=$root/.steward/demo
logs=$house/log
config=$house/steward.yaml
cluster=$house/postgres
daemon_log=$logs/steward-run.log
feed=$house/feed.txt
program=${STEWARD:-$root/build/dev/steward}
# The zone of the reference model: what people read is in their time.
zone=America/New_York
daemon_pid=
feeder_pid=

[[ "$program" == /* ]] || program=$called_from/$program

steward() { "$program" --config "$config" "$@"; }

demo_psql() { PGTZ=$zone psql -X -q -v ON_ERROR_STOP=1 "$STEWARD_DATABASE" "$@"; }

# --- the folder -------------------------------------------------------------------------------

# One demo at a time: the lock goes when this process does, however it ends.
lock_house() {
  mkdir -p -- "$house" 2>/dev/null || fail "$house cannot be made by $(id -un)"
  [[ -w "$house" ]] ||
    fail "$house belongs to $(stat -c %U -- "$house"), and you are $(id -un):" \
      "run this as its owner, or delete the folder"
  exec 8>"$house/lock" || fail "$house cannot be written by $(id -un)"
  flock -n 8 || fail "a demo is running here already (process $(<"$house/pid")): end it with Ctrl-C first"
  echo $$ >"$house/pid"
}

# Also stops what a demo left that was killed.
enter_house() {
  [[ -z "${STEWARD-}" || -f "$program" && -x "$program" ]] || fail "STEWARD=$STEWARD is no program"
  lock_house
  stop_leftover
  local left
  for left in mail log sms.txt feed.txt steward.yaml; do
    rm -rf -- "${house:?}/$left" || fail "$house/$left cannot be removed by $(id -un)"
  done
  mkdir -p -- "$house/mail" "$logs"
}

stop_leftover() {
  local left pid
  for left in daemon feeder; do
    [[ -f "$house/$left.pid" ]] || continue
    pid=$(<"$house/$left.pid")
    # A number that the kernel has given to somebody else since is left alone.
    if [[ "$pid" =~ ^[0-9]+$ ]] && grep -qz -- "$house" "/proc/$pid/environ" 2>/dev/null; then
      kill -- "-$pid" 2>/dev/null || true
      wait_for_end "$pid" 12
    fi
    rm -f -- "$house/$left.pid"
  done
  # Its sessions may live on for seconds.
  [[ ! -d "$cluster" ]] || scripts/postgres stop "$cluster" >/dev/null
}

remove_house() {
  [[ -d "$house" ]] || { echo "there is nothing to remove" && return; }
  lock_house
  stop_leftover
  local elsewhere=''
  [[ ! -f "$cluster/where" ]] || elsewhere=$(<"$cluster/where")
  [[ "$elsewhere" != /var/tmp/steward-???????? ]] || rm -rf -- "$elsewhere"
  rm -rf -- "${house:?}"
  echo "removed ${house#"$root"/}"
}

# --- the database and the configuration -------------------------------------------------------

# 9464, or one of the next ports if somebody has it.
free_port() {
  local port
  for port in {9464..9493}; do
    (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port" && return; }
  done
  fail "none of the ports 9464 to 9493 of 127.0.0.1 is free"
}

# The demo's configuration with the port that is free; its paths are relative to .steward/demo.
write_config() {
  local port
  port=$(free_port)
  ((port == 9464)) || echo "   port 9464 is in use: /healthz and /metrics are on $port"
  sed -E -e 's#([:[] ?)\.\./([a-z])#\1../../config/\2#' \
    -e 's#, (rules|escalations\.yaml)\]#, ../../config/demo/\1]#' \
    -e "s#port: 9464#port: $port#" config/demo/steward.yaml >"$config"
}

connect() {
  local url
  url=$(scripts/postgres url "$cluster")
  export STEWARD_DATABASE=${url/dbname=postgres/dbname=demo}
}

load_crm() {
  local files=() file
  for file in config/crm/*.sql; do files+=(-f "$file"); done
  psql -X -q -v ON_ERROR_STOP=1 "$(scripts/postgres url "$cluster")" -c 'create database demo' &&
  demo_psql -1 "${files[@]}"
}

furnish_house() {
  write_config
  step database scripts/postgres start --fast --fresh "$cluster" 8>&-
  [[ "$(<"$cluster/where")" == "$cluster"/* ]] ||
    echo "   this folder cannot hold the database: its files are in $(<"$cluster/where")"
  connect
  step 'client database' load_crm
  step records demo_psql -f config/demo/records.sql
  step 'steward check' steward check
  step 'steward db migrate' steward db migrate
  step 'steward db capture' steward db capture
  demo_psql -f scripts/demo.d/views.sql
}

# --- the daemon and the feeder ----------------------------------------------------------------

# Both in sessions of their own: Ctrl-C is for this script, which stops them in order.
start_daemon() {
  printf '== steward run  (log: %s)\n' "${daemon_log#"$root"/}"
  local command=("$program" --config "$config" run)
  DEMO=$house setsid "${command[@]}" >/dev/null 2>"$daemon_log" </dev/null 8>&- &
  daemon_pid=$!
  echo "$daemon_pid" >"$house/daemon.pid"
}

daemon_runs() { kill -0 "$daemon_pid" 2>/dev/null; }

daemon_failed() {
  daemon_pid=
  explain_failure 'steward run' "$daemon_log"
  fail 'the step "steward run" failed: the daemon has ended by itself.' "Its whole log: $daemon_log"
}

# The daemon looks once at every record that was there before it.
wait_for_rules() {
  local started=$SECONDS ready=0 all=0 line
  until [[ -s "$daemon_log" ]]; do
    daemon_runs || daemon_failed
    sleep 0.2
  done
  first_line_at=$SECONDS
  while ((all == 0 || ready < all)); do
    daemon_runs || daemon_failed
    ((SECONDS - started < 180)) ||
      fail 'the step "steward run" failed: after three minutes the rules have not seen all records.' \
        "Its log: $daemon_log"
    sleep 0.5
    line=$(demo_psql -At -F ' ' -c 'select count(*) filter (where done), count(*)
      from steward.activation')
    read -r ready all <<<"$line"
    ! $on_terminal || printf '\r\e[K   %d of %d rules have looked at the older records' "$ready" "$all"
  done
  ! $on_terminal || printf '\r\e[K'
  printf '   %d rules have looked at the older records, in %d s; what was due before today stays silent\n' \
    "$all" $((SECONDS - first_line_at))
}

place_records() {
  local soon
  demo_psql -f config/demo/placed.sql
  until [[ "$(demo_psql -At -c 'select count(*) from steward.change')" == 0 ]]; do
    daemon_runs || daemon_failed
    sleep 0.2
  done
  demo_psql -c 'insert into demo.start values (clock_timestamp())'
  soon=$(demo_psql -At -c "select count(*) from demo.promise
    where state = 'open' and due < clock_timestamp() + interval '2 minutes'")
  printf '   records placed: %s promises fall due in the next two minutes; new records follow\n\n' "$soon"
}

start_feeder() {
  : >"$feed"
  # In a group of its own, so that one signal ends both ends of the pipe.
  # shellcheck disable=SC2016 # the inner shell expands them
  DEMO=$house TZ=$zone setsid bash -c 'psql -X -q "$STEWARD_DATABASE" -f config/demo/events.sql |
    while IFS= read -r line; do printf "%(%T)T\x1f%s\n" -1 "$line"; done' \
    >"$feed" 2>"$logs/feeder.log" </dev/null 8>&- &
  feeder_pid=$!
  echo "$feeder_pid" >"$house/feeder.pid"
}

wait_for_end() {
  local tenths=$(($2 * 10))
  while kill -0 "$1" 2>/dev/null && ((tenths-- > 0)); do sleep 0.1; done
  kill -9 "$1" 2>/dev/null || true
}

stop_daemon() {
  [[ -n "$daemon_pid" ]] || return 0
  kill "$daemon_pid" 2>/dev/null || true
  wait_for_end "$daemon_pid" 12
  daemon_pid=
  rm -f -- "$house/daemon.pid"
}

# However the demo ends, nothing goes on running; messages, logs and records stay.
leave_house() {
  trap '' INT TERM HUP
  [[ -z "$feeder_pid" ]] || kill -- "-$feeder_pid" 2>/dev/null || true
  rm -f -- "$house/feeder.pid"
  stop_daemon
  [[ ! -d "$cluster" ]] || scripts/postgres stop "$cluster" >/dev/null || true
}

# --- scripts/demo steward ARG... --------------------------------------------------------------

# A command on the records of the demo that runs, or of the last one, whose server it then starts.
run_command() {
  [[ -f "$config" && -d "$cluster" ]] || fail "there has been no demo here yet: run scripts/demo"
  [[ -f "$program" && -x "$program" ]] || fail "$program is no program: build it, or set STEWARD"
  if ! scripts/postgres status "$cluster" >/dev/null; then
    scripts/postgres start --fast "$cluster" >/dev/null
    trap 'scripts/postgres stop "$cluster" >/dev/null' EXIT
  fi
  connect
  steward "$@"
}
