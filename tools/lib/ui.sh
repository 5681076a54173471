# shellcheck shell=bash
# What the person at the terminal sees: one line a step, one line an error.

# shellcheck disable=SC2034  # tools/mainstay uses them too
if [[ -t 1 ]]; then
  UI_BOLD=$'\e[1m' UI_RED=$'\e[31m' UI_GREEN=$'\e[32m' UI_OFF=$'\e[0m'
else
  UI_BOLD='' UI_RED='' UI_GREEN='' UI_OFF=''
fi

say() { printf '%s\n' "$*"; }
step() { printf '%s==>%s %s\n' "$UI_BOLD" "$UI_OFF" "$*"; }
warn() { printf '%smainstay:%s %s\n' "$UI_BOLD" "$UI_OFF" "$*" >&2; }

# One line that says what is wrong and what to do; ends the command.
die() {
  printf '%smainstay:%s %s\n' "$UI_RED" "$UI_OFF" "$*" >&2
  exit 1
}

# ui_confirm QUESTION: yes only when a person types it.
ui_confirm() {
  local answer
  [[ -t 0 ]] || die "$1 Nobody is at the terminal to ask; add --yes to go on."
  read -r -p "$1 Type yes to go on: " answer
  [[ $answer == yes ]]
}

# Seconds since START (from $EPOCHREALTIME), with one decimal.
ui_elapsed() {
  local tenths=$(((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}) / 100000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}
