#!/bin/sh
# Rehearses docs/migration.md on the sandbox and prints each command with its output.
#
#   export DEALSYNC_DB_URL=jdbc:postgresql://localhost:5432/rehearsal DEALSYNC_DB_USER=… DEALSYNC_DB_PASSWORD=…
#   docs/rehearse-migration.sh
#
# The database has to be an empty one; psql has to be there.
set -eu

dealsync=$(cd "$(dirname "$0")/.." && pwd)/dealsync
folder=$(mktemp -d)
cd "$folder"
export DEALSYNC_WEBHOOK=http://127.0.0.1:8097/rest/1/sandbox0secret0code/
export PGPASSWORD="$DEALSYNC_DB_PASSWORD" PGUSER="$DEALSYNC_DB_USER"

main() {
  make_export > opportunities_contacts.csv
  # Deals D-1 to D-200 and contacts C-1 to C-300 were brought to the portal by another tool.
  "$dealsync" sandbox --port 8097 --deals 200 --contacts 300 --links-per-deal 0-0 --originator suite > sandbox.log &
  sandbox=$!
  trap 'kill $sandbox; cd /; rm -rf "$folder"' EXIT
  until grep -q DEALSYNC_WEBHOOK sandbox.log; do sleep 0.1; done

  say dealsync init --no-file
  say dealsync import opportunities_contacts.csv --dry-run
  say dealsync import opportunities_contacts.csv
  say cat opportunities_contacts.csv.rejects.csv
  sed -i 's/,,D-7,/,C-77,D-7,/' opportunities_contacts.csv.rejects.csv
  say dealsync import opportunities_contacts.csv.rejects.csv
  say dealsync resolve --originator suite
  sql "SELECT what, legacy_id, reason, links FROM dealsync.unresolved_legacy_link ORDER BY 1, 2"
  sql "UPDATE dealsync.legacy_contact SET contact_id = 300 WHERE portal = 'main' AND legacy_id = 'C-9999'"
  sql "UPDATE dealsync.legacy_link SET skip_reason = 'a test deal' WHERE file_id = 1 AND legacy_deal_id = 'D-999'"
  say dealsync resolve --originator suite
  say dealsync plan | head -8
  say dealsync sync
  say dealsync apply 4 --allow changed-percent=100 | tail -3
  say dealsync sync
  say dealsync parity --html parity.html
}

# In the form of SuiteCRM: 200 deals of one to three contacts, and what real exports have besides.
make_export() {
  echo id,contact_id,opportunity_id,contact_role,date_modified,deleted
  awk 'BEGIN {
    for (d = 1; d <= 200; d++)
      for (i = 0; i <= d % 3; i++)
        printf "%d-%d,C-%d,D-%d,%s,2024-05-%02d 10:00:00,0\n", d, i, 1 + (d * 7 + i * 31) % 300, d, i ? "" : "Primary Decision Maker", 1 + d % 28
  }'
  echo '900,C-8,D-1,Primary Decision Maker,2024-06-01 10:00:00,0'
  echo '901,C-60,D-5,,2024-06-01 10:00:00,1'
  echo '902,,D-7,,2024-06-01 10:00:00,0'
  echo '903,C-9999,D-8,,2024-06-01 10:00:00,0'
  echo '904,C-60,D-999,,2024-06-01 10:00:00,0'
}

say() {
  echo "\$ $*"
  shift_name=$1
  shift
  code=0
  if [ "$shift_name" = dealsync ]; then "$dealsync" "$@" || code=$?; else "$shift_name" "$@" || code=$?; fi
  [ "$code" = 0 ] || echo "exit $code"
  echo
}

sql() {
  echo "\$ psql -c \"$1\""
  psql -X "${DEALSYNC_DB_URL#jdbc:}" -c "$1"
}

main
