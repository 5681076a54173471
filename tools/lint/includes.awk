# Who may include what (ARCHITECTURE.md tells the rules in words). Reads C++ files named from the
# repository's root; prints "file:line: rule" for each violation and ends with 1 when there was one.
#
# A file's kind comes from its folder and name:
#   domain   services/X/<feature>/<thing>.{h,cc}           rules only
#   store    services/X/<feature>/<thing>_store.{h,cc}     its SQL; _row: its rows
#   service  services/X/<feature>/<thing>_service.{h,cc}   its RPCs; when those fill more than one
#            file: _handlers _reads _writes _bulk; _proto: its messages; _events: what it publishes;
#            _sequel: what it adds to the writes of another feature;
#            main.cc; and the steps of
#            longer work (below), which go through the layers as a service does
#   gateway  services/gateway/**                            no database at all
#   common   common/<folder>/**
#   free     tests and what only they use (*_test.*, *_fixture.*, *_test_kit.*), tests/**, tools/**

BEGIN {
  # Inside common a folder includes only itself and folders of a lower rank.
  rank_of("status", 1); rank_of("time config fault metrics trace text web", 2); rank_of("log themes", 3)
  rank_of("ops", 4); rank_of("pg redis", 5); rank_of("auth history", 6); rank_of("rpc", 7)
  rank_of("api", 8); rank_of("events", 9); rank_of("directory calendar_replica", 10)
  rank_of("csv", 6); rank_of("imports", 9); rank_of("calendar", 3); rank_of("service", 11)
  rank_of("testing", 12)

  split("profile/as_of trade/apply trade/file_source trade/import_run" \
        " trade/piece_writer trade/reject_writer", names, " ")
  for (i in names) step["services/accounts/" names[i]] = 1
  split("chunk file run", names, " ")
  for (i in names) step["services/feedback/intake/import_" names[i]] = 1
  split("dispatcher invitation_work mail mail_folder smtp_sender webhook_sender", names, " ")
  for (i in names) step["services/survey/invitations/" names[i]] = 1

  split("account run set", names, " ")
  for (i in names) step["services/survey/paper/import_" names[i]] = 1

  # Of trace, the value that a change carries.
  allow("domain", "common/status common/text common/themes common/time common/calendar common/trace common/web")
  allow("domain", "common/history/change.h")
  allow("store", "common/status common/text common/themes common/time common/calendar common/trace common/pg common/history")
  allow("domain", "common/csv/csv_cell.h common/csv/csv_format.h common/csv/csv_splitter.h common/csv/file_time.h")
  allow("store", "common/csv common/events common/api common/fault common/directory common/imports")
  # The scope is a value that every store method takes; nothing else of auth is for stores.
  allow("store", "common/auth/scope.h")
}

function rank_of(names, value,   list, i, n) {
  n = split(names, list, " ")
  for (i = 1; i <= n; i++) rank[list[i]] = value
}

function allow(kind, names,   list, i, n) {
  n = split(names, list, " ")
  for (i = 1; i <= n; i++) allowed[kind, list[i]] = 1
}

function violation(rule) {
  printf "%s:%d: %s\n", FILENAME, FNR, rule
  found = 1
}

function kind_of(file, part) {
  if (file ~ /(_test|_test_kit|_fixture|_testing|_fuzzer|_fuzz|_benchmark)\.(h|cc)$/) return "free"
  if (part[1] == "common") return "common"
  if (part[1] != "services") return "free"
  if (part[2] == "gateway") return "gateway"
  if (file ~ /_(store|row)\.(h|cc)$/) return "store"
  if (file ~ /_(service|handlers|reads|writes?|bulk|proto|events|sequel)\.(h|cc)$/) return "service"
  sub(/\.(h|cc)$/, "", file)
  if (file in step) return "service"
  if (part[4] == "") return "service"  # main.cc and what lies beside it
  return "domain"
}

FNR == 1 {
  split("", part)
  split(FILENAME, part, "/")
  kind = kind_of(FILENAME, part)
}

# The only clock of domain code is the one it is given.
kind == "domain" && /absl::Now\(|_clock::now\(/ {
  violation("domain code takes the time as an argument or from the injected clock")
}

/ChannelArguments/ && part[1] == "services" {
  violation("channel arguments live in common/rpc")
}

/"[^"]*(SELECT |INSERT INTO |DELETE FROM |UPDATE [a-z_]+ SET )/ && kind ~ /^(domain|service|gateway)$/ {
  violation("SQL lives in stores")
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
  match($0, /[<"][^>"]*/)
  included = substr($0, RSTART + 1, RLENGTH - 1)
  split("", to)
  split(included, to, "/")
  check(included)
}

function check(included) {
  if (to[1] == "services" && part[1] == "common") violation("common never includes services")
  if (to[1] == "services" && part[1] == "services" && to[2] != part[2])
    violation("services/" part[2] " knows services/" to[2] " by its proto only")
  if (kind == "free") return

  # The change records, the idempotency rows and the outbox are stores of the kit.
  if (included ~ /^pqxx/ && kind != "store" && FILENAME !~ /^common\/(pg|csv|history|api|events|directory|calendar_replica|imports|testing)\//)
    violation("libpqxx is for stores and common/pg")
  if (included ~ /^libpq|^postgresql\// && FILENAME !~ /^common\/(pg|testing)\//)
    violation("libpq is for common/pg")
  if (included ~ /^hiredis/ && FILENAME !~ /^common\/redis\//)
    violation("hiredis is for common/redis")

  if (kind == "common") check_common()
  if (kind == "domain" || kind == "store") check_inside()
  if (kind == "gateway" && included ~ /^common\/(pg|events)\//)
    violation("the gateway has no database")
}

function check_common() {
  if (to[1] != "common" || to[2] == part[2]) return
  if (!(part[2] in rank)) violation("common/" part[2] " has no rank in tools/lint/includes.awk")
  else if (!(to[2] in rank)) violation("common/" to[2] " has no rank in tools/lint/includes.awk")
  else if (rank[to[2]] >= rank[part[2]])
    violation("common/" part[2] " stands below common/" to[2] " and cannot include it")
}

function check_inside() {
  if (included ~ /\.pb\.h$/ || included ~ /^google\/protobuf\//)
    violation(kind " code knows no proto")
  if (included ~ /^grpc/) violation(kind " code knows no gRPC")
  if (included ~ /_(service|handlers|reads|writes?|bulk|proto)\.h$/)
    violation(kind " code cannot include a service's code")
  if (kind == "domain" && included ~ /_(store|events)\.h$/)
    violation("domain code cannot include stores or events")
  if (to[1] == "common" && !((kind, "common/" to[2]) in allowed) && !((kind, included) in allowed))
    violation(kind " code cannot include common/" to[2])
}

END { exit found }
