# PostgreSQL's log of one request (log_statement = all) → a pgbench script that runs the same
# prepared statements with the same values, but for what must differ from run to run: UUIDs and
# long hexadecimal names get a random tail.
#
#   awk -v user=accounts_service -v range=100000 -v transaction=1 -f replay.awk LOG
#
# range: UUID tails are 1 to range (ids of seeded accounts); 2^48 when absent.

BEGIN {
  hex = "[0-9a-f]"
  four = hex hex hex hex
  uuid = four four "-" four "-" four "-" four "-" four four four
  name = four four four four four four hex "*"
  if (!range) range = "281474976710655"
}

# A new entry: "2026-01-01 00:00:00.000 UTC [123] user@database LEVEL:  text". Lines that go on
# begin with a tab.
/^\t/ { entry = entry "\n" substr($0, 2); next }
{ finish(); entry = $0 }
END {
  finish()
  if (!count) { print "nothing was logged" > "/dev/stderr"; exit 1 }
  for (i = 1; i <= count; i++) body = body filled(i) ";\n"
  for (v = 1; v <= variables; v++) printf "\\set u%d random(1, %s)\n", v, range
  if (transaction) print "BEGIN;"
  printf "%s", body
  if (transaction) print "COMMIT;"
}

function finish(   at) {
  if (index(entry, " " user "@") == 0) return
  if (at = match(entry, /LOG:  execute [^:]*: /)) {
    # The relay works beside the request.
    theirs = entry ~ /LOG:  execute (outbox_(read|mark|published|unpublish|oldest|delete)|session_locks)/
    if (!theirs) statement[++count] = substr(entry, at + RLENGTH)
  } else if (!theirs && (at = match(entry, /DETAIL:  [Pp]arameters: /))) {
    values[count] = substr(entry, at + RLENGTH)
  }
  entry = ""
}

# Statement i with its parameters written out; from the last one down, so that $1 is not taken out
# of $11.
function filled(i,   text, parameters, n) {
  text = statement[i]
  sub(/;[ \n]*$/, "", text)
  n = split_values(values[i], parameters)
  for (; n > 0; n--) text = replaced(text, "$" n, parameters[n])
  return text
}

# "$1 = 'a''b', $2 = NULL" → parameters[1] = SQL for 'a''b', …; the last number.
function split_values(text, parameters,   n, length_) {
  while (match(text, /^(, )?\$[0-9]+ = /)) {
    n = substr(text, 1, RLENGTH)
    gsub(/[^0-9]/, "", n)
    text = substr(text, RLENGTH + 1)
    if (substr(text, 1, 4) == "NULL") {
      parameters[n] = "NULL"
      text = substr(text, 5)
      continue
    }
    match(text, /^'([^']|'')*'/)
    length_ = RLENGTH  # expression() matches too
    parameters[n] = expression(substr(text, 2, length_ - 2))
    text = substr(text, length_ + 1)
  }
  return n + 0
}

function replaced(text, what, by,   at, out) {
  while (at = index(text, what)) {
    out = out substr(text, 1, at - 1) by
    text = substr(text, at + length(what))
  }
  return out text
}

# SQL for a value. Bytes stay as they are, moments become now().
function expression(value,   cast, sql) {
  if (value ~ /^[{]?"?\\/) return "'" value "'"
  if (value ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][ T]/) return "now()"
  if (value ~ /^[{]"?[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][ T]/) return "ARRAY[now()]"
  if (value ~ ("^" uuid "$")) cast = "::uuid"
  if (value ~ ("^[{]\"?" uuid "\"?[}]$")) cast = "::uuid[]"
  sql = varied(value)
  # pgbench would take ":15" for a variable.
  gsub(/:/, "'||chr(58)||'", sql)
  gsub(/\001/, ":", sql)
  if (sql ~ /\|\|/) return "('" sql "')" cast
  return "'" sql "'" cast
}

# The value with a variable tail in each UUID and long name. \001 stands for pgbench's colon.
function varied(value,   out, found, tail) {
  while (match(value, uuid "|" name)) {
    found = substr(value, RSTART, RLENGTH)
    out = out substr(value, 1, RSTART - 1)
    value = substr(value, RSTART + RLENGTH)
    if (!(found in variable)) variable[found] = ++variables
    tail = length(found) - 12
    out = out substr(found, 1, tail) "'||lpad(to_hex(\001u" variable[found] \
      "\001\001bigint),12,'0')||'"
  }
  return out value
}
