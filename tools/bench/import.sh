# shellcheck shell=bash
# shellcheck disable=SC2154  # build, home: of tools/bench/run
# The import of a real file over HTTP, against one bare COPY of the same bytes.

# A wholesaler's lines, as the real file has them: 540,000, a few of them without a customer.
import_generate() {
  awk 'BEGIN {
    print "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    for (n = 0; n < 540000; n++) {
      invoice = 530000 + int(n / 21)
      printf "%s%d,P%05d,\"ITEM %d, BOXED\",%d,%04d-%02d-%02d %02d:%02d:00,%d.%02d,%s,%s\n",
        (invoice % 50 == 0 ? "C" : ""), invoice, n * 7919 % 4000, n * 7919 % 4000,
        (invoice % 50 == 0 ? -1 : 1) * (1 + n % 24), 2010 + int(n / 300000), 1 + int(n / 25000) % 12,
        1 + int(n / 1000) % 28, 8 + invoice % 10, invoice % 60, n % 20, n * 31 % 100,
        (n % 100 == 0 ? "" : 12000 + invoice % 4300), (invoice % 9 ? "United Kingdom" : "France")
    }
  }'
}

# What fills the import's request from the real file's header.
import_query() {
  printf '%s' 'columns.accountExternalId=CustomerID&columns.orderNumber=InvoiceNo' \
    '&columns.product=StockCode&columns.description=Description&columns.quantity=Quantity' \
    '&columns.unitPrice=UnitPrice&columns.orderTime=InvoiceDate&columns.region=Country' \
    '&creditNotePrefix=C&defaultCurrencyCode=GBP&createMissingAccounts=true' \
    "&timeFormat=$(import_time_format "$1")"
}

# How its times are written: the real file comes in two ways.
import_time_format() {
  case $(sed -n 2p "$1") in
    *,[0-9][0-9][0-9][0-9]-*) printf 'YYYY-MM-DD%%20hh:mm:ss' ;;
    *) printf 'MM/DD/YYYY%%20hh:mm:ss' ;;
  esac
}

# import_measure FILE: import_copy_ratio, import_peak_mb_*.
import_measure() {
  local csv=$home/bench/import.csv copy import
  step "Importing $(if [[ -r $1 ]]; then basename "$1"; else printf 'a generated file'; fi)"
  case $1 in
    *.xz) if [[ -r $1 ]]; then xz -dc "$1" >"$csv"; else import_generate >"$csv"; fi ;;
    *) if [[ -r $1 ]]; then cp "$1" "$csv"; else import_generate >"$csv"; fi ;;
  esac
  import_into_service "$csv"
  for service in accounts gateway; do
    result_value "import_peak_mb_$service" "$(memory_mb "$service" VmHWM)" 150 \
      "$(wc -c <"$csv") bytes"
  done
  copy=$(for _ in 1 2 3; do import_copy "$csv" || exit 1; done | median) || exit 1
  import=$(cat "$home/bench/import.seconds")
  result_value import_copy_ratio "$(awk "BEGIN {print $import / $copy}")" 8 \
    "import $import s, COPY $copy s"
}

# Seconds of one COPY into a table of text columns.
import_copy() {
  local columns started
  columns=$(head -n 1 "$1" | awk -F, '{for (i = 1; i <= NF; i++) printf "%sc%d text", (i > 1 ? ", " : ""), i}')
  postgres_psql "$home" accounts -c 'DROP TABLE IF EXISTS bench_copy' \
    -c "CREATE UNLOGGED TABLE bench_copy ($columns)" 2>/dev/null || return 1
  started=$EPOCHREALTIME
  postgres_psql "$home" accounts -c 'COPY bench_copy FROM STDIN (FORMAT csv, HEADER)' <"$1" ||
    return 1
  import_seconds_since "$started"
  postgres_psql "$home" accounts -c 'DROP TABLE bench_copy'
}

import_seconds_since() { awk "BEGIN {printf \"%.3f\\n\", $EPOCHREALTIME - $1}"; }

# Uploads the file through the gateway as one POST; the answer must count every line.
import_into_service() {
  local csv=$1 started answer lines
  suite_token "$build" "$home" director director >"$home/bench/import.token"
  started=$EPOCHREALTIME
  answer=$(curl -sS -X POST -T "$csv" -H "Content-Type: text/csv" -H 'Expect:' \
    -H "Authorization: Bearer $(<"$home/bench/import.token")" \
    "$(suite_http "$home")/v1/tradeImports?$(import_query "$csv")")
  import_seconds_since "$started" >"$home/bench/import.seconds"
  lines=$(sed -n 's/.*"counts":{"records":"\([0-9]*\)".*/\1/p' <<<"$answer")
  [[ $answer == *TRADE_IMPORT_STATE_SUCCEEDED* ]] || die "the import failed: ${answer:0:500}"
  say "    $lines lines in $(<"$home/bench/import.seconds") s"
}
