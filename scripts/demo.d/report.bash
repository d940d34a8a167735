# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # scripts/demo sets what the files beside this one share
# Messages as they read, and the summary at the end.

# A mail's lines for people, from its file: who, to whom, about what, and its text.
mail_of() {
  tr -d '\r' <"$1" | awk '
    body { print; next }
    /^$/ { for (i = 1; i <= 3; i++) print shown[i]; print ""; body = 1; next }
    /^[ \t]/ { if (now) { sub(/^[ \t]+/, " "); shown[now] = shown[now] $0 } next }
    { now = 0 }
    /^From: /    { now = 1 }
    /^To: /      { now = 2 }
    /^Subject: / { now = 3 }
    now { shown[now] = $0 }'
}

# What sms.txt has of one message.
sms_of() {
  awk -v id="id $1 " '
    index($0 " ", id) { sub(/^[^ ]+ +to /, "To: "); sub(/  ref .*/, ""); print; print ""; found = 1; next }
    found && /^$/ { exit }
    found { sub(/^ +/, ""); print }' "$house/sms.txt"
}

# show_message "N HEADING CHANNEL MESSAGE-ID", separated by units
show_message() {
  local fields file
  IFS=$'\x1f' read -r -a fields <<<"$1"
  file=$house/sms.txt
  [[ "${fields[2]}" != email ]] || file=$house/mail/new/${fields[3]}
  printf '\n  %s%s%s   %s(%s)%s\n' "$bold" "${fields[1]}" "$plain" "$dim" "${file#"$root"/}" "$plain"
  if [[ "${fields[2]}" == email ]]; then mail_of "$file"; else sms_of "${fields[3]}"; fi |
    fold -s -w 75 | sed 's/^/  | /; s/ *$//'
  printf '\n'
}

# excerpt LINES ARG...   a command of steward and the first lines that it prints, for real
excerpt() {
  local most=$1 output
  shift
  printf '\n  $ scripts/demo steward %s\n' "$*"
  output=$(steward "$@" 2>&1) || true
  head -n "$most" <<<"$output" | sed 's/^/  | /'
  (($(wc -l <<<"$output") <= most)) || printf '  | ...\n'
}

# The three kinds of people, what each has just seen, and the command to go on with.
for_whom() {
  local breach reference
  breach=$(demo_psql -At -c "select breach from steward.ledger where kind in ('resolved', 'rectified')
    union all select breach from steward.ledger limit 1" | head -n 1)
  reference=$(demo_psql -At -c 'select reference from demo.chain order by commitment limit 1')
  cat <<END

${bold}If you are the compliance officer${plain}, you saw every missed promise enter a log
that only grows, at the instant it fell due, and a late answer added to it
instead of changing it.
END
  excerpt 12 breaches
  cat <<END

  Next, one breach with all its entries:
    scripts/demo steward breaches ${breach:-B-2026-00001}
  and the whole log for a spreadsheet:
    scripts/demo steward breaches --format csv

${bold}If you are on the staff${plain}, you saw who is asked, by when and why them; that
whoever is away is not asked; that one answer ends it for all; and that you hear
when it is over. Of the urgent enquiry:
END
  excerpt 12 tasks --ref "${reference:-REF}"
  cat <<END

  Next, what is promised, soonest first:
    scripts/demo steward commitments

${bold}If you are the admin${plain}, you saw the shipped rules at work on a database, and
the state of it all on one screen.
END
  excerpt 20 status
  cat <<END

  Next, spoil a rule (in rules/follow-up.yaml write "within: 48x") and see what is said:
    scripts/demo steward check
END
}

report() {
  local n missing=()
  look
  printf '\n%sThe summary%s, %d s after the daemon'\''s first line:\n\n  %s\n\n' "$bold" "$plain" \
    $((SECONDS - first_line_at)) "$(count_line)"
  for n in 1 2 3 4 5 6; do
    printf '  %s\n' "$(proof_line "$n" $(($(columns) - 2)))"
    [[ -n "${evidence[n]-}" ]] || missing+=("${names[n]-thing $n}")
  done
  for_whom
  cat <<END

Messages: ${house#"$root"/}/mail/new (email), ${house#"$root"/}/sms.txt (SMS).
The daemon's log: ${daemon_log#"$root"/}.
The daemon and its database stop now. Their records stay for the commands above,
until the next demo or scripts/demo --remove.
END
  ((${#missing[@]} == 0)) && return
  printf '\nscripts/demo: did not happen in this time:\n' >&2
  printf '  %s\n' "${missing[@]}" >&2
  return 1
}
