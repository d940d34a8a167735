# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # scripts/demo sets what the files beside this one share
# The live summary: what happens is added line by line; counts and the six things that a demo must
# show stay in a panel below on a terminal, and are repeated now and then elsewhere.

names=()    # the six things
evidence=() # what shows that each happened; empty until then
counts=(0 0 0 0 0)
declare -A seen=()
events=()    # new ones of this look
specimens=() # messages of a kind not shown yet
takeable=    # the reference of a chain that its stand-in may take now
fed=0
interrupted=false

# Reads everything that demo.look has; `seen` remembers what was shown.
look() {
  local lines kind rest fields
  lines=$(demo_psql -At -c 'table demo.look' 2>>"$logs/summary.log") || return 0
  events=() specimens=() takeable=
  while IFS=$'\x1f' read -r kind rest; do
    IFS=$'\x1f' read -r -a fields <<<"$rest"
    case "$kind" in
      count) counts=("${fields[@]}") ;;
      proof)
        names[fields[0]]=${fields[1]}
        evidence[fields[0]]=${fields[2]-}
        ;;
      event)
        [[ -z "${seen[${fields[0]}]-}" ]] || continue
        seen[${fields[0]}]=1
        events+=("$(event_line "${fields[@]:1}")")
        ;;
      specimen)
        [[ -z "${seen[specimen ${fields[0]}]-}" ]] || continue
        seen[specimen ${fields[0]}]=1
        specimens+=("$rest")
        ;;
      take) takeable=${fields[0]} ;;
    esac
  done <<<"$lines"
}

# event_line CLOCK WORD TEXT   what does not fit a line goes on below the text
event_line() {
  local colour=''
  case "$2" in
    BREACH | 'not sent') colour=$red ;;
    kept* | taken | silence) colour=$green ;;
    level*) colour=$yellow ;;
    record) colour=$dim ;;
  esac
  fold -s -w "$(($(columns) - 26))" <<<"$3" | sed -e 's/ *$//' -e "1s/^/$1  $colour$(printf %-13s "$2")$plain  /" \
    -e "2,\$s/^/$(printf %25s "")/"
}

# What the feeder did since the last look, among what came of it in the order of time.
look_at_feed() {
  local lines line records=()
  mapfile -t -s "$fed" lines <"$feed"
  for line in "${lines[@]}"; do
    records+=("$(event_line "${line%%$'\x1f'*}" record "${line#*: }")")
    fed=$((fed + 1))
  done
  ((${#records[@]} == 0)) ||
    mapfile -d "" -t events < <(printf '%s\0' "${records[@]}" "${events[@]}" | sort -sz -k 1,1)
}

all_happened() {
  local n
  for n in 1 2 3 4 5 6; do [[ -n "${evidence[n]-}" ]] || return 1; done
}

count_line() {
  printf 'open %s  kept %s  breached %s  reminders %s  escalations %s' "${counts[@]}"
}

# proof_line N WIDTH
proof_line() {
  local mark="[ ]"
  [[ -z "${evidence[$1]-}" ]] || mark="${green}[x]$plain"
  printf '%s %s' "$mark" "$(shorten "$(printf '%-35s  %s' "${names[$1]-}" \
    "${evidence[$1]-}")" $(($2 - 5)))"
}

draw_panel() {
  local width n lines=() wide=90 left=''
  width=$(columns)
  ((width > wide)) || wide=$((width - 1))
  (($1 == 0)) || left="  (at most $(($1 - (SECONDS - first_line_at))) s to go)"
  lines+=("$dim$(printf -- '-%.0s' $(seq "$wide"))$plain")
  lines+=("$bold$(TZ=$zone date +'%T %Z')$plain  $(shorten "$(count_line)$left" $((width - 15)))")
  for n in 1 2 3 4 5 6; do lines+=("$(proof_line "$n" "$width")"); done
  lines+=("$dim$(shorten "look: scripts/demo steward status, in another terminal. $(closing_hint "$1")" \
    $((width - 1)))$plain")
  put_panel "${lines[@]}"
}

closing_hint() {
  if (($1 == 0)); then
    if all_happened; then
      echo "All six have happened: Ctrl-C for the summary."
    else
      echo "Ctrl-C ends the demo."
    fi
  fi
}

# Without a terminal: the counts every 15 s.
add_counts() {
  local happened=0 n
  for n in 1 2 3 4 5 6; do [[ -z "${evidence[n]-}" ]] || happened=$((happened + 1)); done
  printf '%s  --             %s   (%d of 6)\n' "$(TZ=$zone date +%T)" "$(count_line)" "$happened"
}

# The stand-in of level 2 answers. In an office they would; here the script does, with the command.
take() {
  local as=kay.brandt@skyport.example
  printf '\n%sKay Brandt stands in for Luis Ortega, and takes it with the command in her message:%s\n' \
    "$bold" "$plain"
  printf '$ steward ack %s --as %s\n' "$takeable" "$as"
  steward ack "$takeable" --as "$as" 2>&1 && seen[take $takeable]=1
  printf '\n'
}

# watch SECONDS   until the six things have happened, so long at most; 0: until Ctrl-C
watch() {
  local last_counts=$SECONDS message
  printf '%sWhat happens now%s (times of %s)\n\n' "$bold" "$plain" "$zone"
  trap 'interrupted=true' INT
  while ! $interrupted && (($1 == 0 || SECONDS - first_line_at < $1)); do
    daemon_runs || { lift_panel && daemon_failed; }
    look
    look_at_feed
    lift_panel
    ((${#events[@]} == 0)) || printf '%s\n' "${events[@]}"
    for message in "${specimens[@]}"; do show_message "$message"; done
    [[ -z "$takeable" || -n "${seen[take $takeable]-}" ]] || take
    if $on_terminal; then
      draw_panel "$1"
    elif ((SECONDS - last_counts >= 15)); then
      add_counts
      last_counts=$SECONDS
    fi
    (($1 == 0)) || ! all_happened || break
    sleep 1 || true
  done
  trap 'exit 130' INT
  lift_panel
}
