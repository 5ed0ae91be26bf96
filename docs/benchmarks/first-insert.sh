#!/usr/bin/env bash
# Where a new alert goes: posts new alerts in hundreds to an installation of its own, and prints what each of them wrote to
# the log of PostgreSQL, by table and index, in bytes and records. These hardly depend on the machine or on what else runs.
#
#   docs/benchmarks/first-insert.sh                      this working tree, as mvn package has built it
#   docs/benchmarks/first-insert.sh FOLDER               another distribution, such as one that against.sh has kept
#   SECONDS_OF_POSTS=30 docs/benchmarks/first-insert.sh  more of them
#
# Needs JDK 25 as java, and psql. DATA is where the data goes, by default the folder for temporary files.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
home=${1:-$root/docker/target/imas}
seconds=${SECONDS_OF_POSTS:-10}
data=$(mktemp -d "${DATA:-${TMPDIR:-/tmp}}/imas-first-insert.XXXXXX")
chmod 755 "$data" # under root, PostgreSQL runs as another user
unset IMAS_HOME
export IMAS_DATA_DIR=$data/data IMAS_GATEWAY_PORT=27080 IMAS_CORE_PORT=27081 IMAS_NOTIFIER_PORT=27082
export IMAS_BOOTSTRAP_SOURCE_KEY=first-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
export IMAS_BOOTSTRAP_ADMIN_TOKEN=first-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')

"$home/bin/imas" run > "$data/log" 2>&1 &
pid=$!
trap 'kill $pid 2> /dev/null && wait $pid || true; rm -rf "$data"' EXIT
until curl -sf -o /dev/null "http://localhost:$IMAS_GATEWAY_PORT/health/ready"; do
  kill -0 "$pid" || { tail -n 20 "$data/log"; exit 1; }
  sleep 0.2
done

sql() {
  PGPASSWORD=$(cat "$IMAS_DATA_DIR/postgres/superuser.password") psql -h 127.0.0.1 -p "$(sed -n 4p "$IMAS_DATA_DIR/postgres/pgdata/postmaster.pid")" \
    -U imas_root -d imas -XAtq -F ' ' -c "$1"
}

post() { # for so many seconds
  "$home/bin/imas" storm --url "http://localhost:$IMAS_GATEWAY_PORT" --core "http://localhost:$IMAS_CORE_PORT" --distinct all --recoveries 0 \
    --alerts-per-request 100 --connections 8 --rate 50 --warmup 1s --duration "$1s" > "$data/storm" 2>&1 || { tail -n 20 "$data/storm"; exit 1; }
}

sql 'CREATE EXTENSION pg_walinspect' > /dev/null
post 5    # tables and indexes have their first pages, and the incidents are open
sleep 30
from=$(sql 'SELECT pg_current_wal_lsn()')
before=$(sql 'SELECT count(*) FROM imas.alert_state')
post "$seconds"
until [ "$(sql 'SELECT count(*) FROM imas.outbox')" = 0 ]; do sleep 1; done
alerts=$(($(sql 'SELECT count(*) FROM imas.alert_state') - before))
to=$(sql 'SELECT pg_current_wal_lsn()')
echo "$alerts new alerts; bytes and records of each:"
sql "
  WITH name AS MATERIALIZED (SELECT pg_relation_filenode(oid) AS file, relname::text FROM pg_class),
       record AS MATERIALIZED (SELECT start_lsn, record_length FROM pg_get_wal_records_info('$from', '$to')),
       block AS MATERIALIZED (SELECT start_lsn, min(relfilenode) FILTER (WHERE block_id = 0) AS file
                                FROM pg_get_wal_block_info('$from', '$to') GROUP BY start_lsn)
  SELECT to_char(sum(r.record_length) / $alerts.0, '9990.0'), to_char(count(*) / $alerts.0, '990.000'),
         CASE WHEN grouping(n.relname) = 1 THEN 'in all' ELSE coalesce(n.relname, 'else') END
    FROM record r LEFT JOIN block b USING (start_lsn) LEFT JOIN name n USING (file)
   GROUP BY ROLLUP (n.relname)
  HAVING sum(r.record_length) >= $alerts
   ORDER BY sum(r.record_length) DESC"
