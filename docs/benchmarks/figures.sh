#!/usr/bin/env bash
# Measures the figures of docs/benchmarks/figures.md, one after the other: IMAS beside a bare Vert.x server and an
# Alertmanager on this machine. Takes about 40 minutes on a machine that does nothing else.
#
#   docs/benchmarks/figures.sh             every figure, results below ./figures
#   docs/benchmarks/figures.sh c256 c64    some of them
#
# Needs the distribution (mvn -q -B -ntp install -DskipTests), JDK 25, pgbench 15 or later and an Alertmanager
# (Debian: postgresql-contrib, prometheus-alertmanager). JAVA_OPTS_UNDER_TEST replaces IMAS's JVM options.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
imas=${IMAS_HOME:-$here/../../docker/target/imas}
unset IMAS_HOME # which is no setting of IMAS
out=${OUT:-figures}
alertmanager=${ALERTMANAGER:-$(command -v prometheus-alertmanager || command -v alertmanager || true)}
warmup=${WARMUP:-15s}
duration=${DURATION:-8s}
mkdir -p "$out"
out=$(cd "$out" && pwd)

export IMAS_BOOTSTRAP_SOURCE_KEY=figures-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
export IMAS_BOOTSTRAP_ADMIN_TOKEN=figures-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
export IMAS_DATA_DIR
options=${JAVA_OPTS_UNDER_TEST:--Xmx512m}
pid=

# A virtual machine's host may give memory page by page, at microseconds for each: no figure is to pay for that. So a
# quarter of what is free is touched before each.
touch_memory() {
  local mb
  mb=$(awk '/^MemAvailable/ {print int($2 / 4096)}' /proc/meminfo)
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" "-Xms${mb}m" "-Xmx${mb}m" -XX:+UseSerialGC -XX:+AlwaysPreTouch -version > /dev/null 2>&1
}

start() { # a new, empty IMAS
  local folder
  touch_memory
  folder=$(mktemp -d "${TMPDIR:-/tmp}/imas-figures.XXXXXX")
  chmod 755 "$folder" # under root, PostgreSQL runs as another user
  IMAS_DATA_DIR=$folder/data
  IMAS_JAVA_OPTS="$options" "$imas/bin/imas" run > "$out/imas.log" 2>&1 &
  pid=$!
  until curl -sf -o /dev/null http://localhost:8080/health/ready; do
    kill -0 "$pid" || { tail -n 20 "$out/imas.log"; exit 1; }
    sleep 0.2
  done
  # The first start still fills the WAL's files for a while.
  for _ in $(seq 300); do
    grep -q "room for a storm's WAL" "$out/imas.log" && break
    sleep 0.2
  done
}

stop() {
  [ -n "$pid" ] || return 0
  kill "$pid" 2> /dev/null && wait "$pid" || true
  pid=
  rm -rf "$(dirname "$IMAS_DATA_DIR")"
}
trap stop EXIT

storm() { # name, options: the outcome goes to a file of that name
  local name=$1
  shift
  echo "== $name"
  "$imas/bin/imas" storm --warmup "$warmup" --duration "$duration" --json "$out/$name.json" "$@" > "$out/$name.txt" 2>&1 \
    || echo "   exit code $?"
  grep -vE '^ +[0-9]+s ' "$out/$name.txt" | tail -n 40
}

beside_alertmanager=(--beside alertmanager --alertmanager-bin "$alertmanager")
repeats=(--recoveries 0)
all_new=(--distinct all --recoveries 0)

run() {
  case $1 in
    c256) start; storm c256 "${repeats[@]}" --connections 256 --beside floor,alertmanager --alertmanager-bin "$alertmanager"; stop ;;
    c64) start; storm c64 "${repeats[@]}" --connections 64 --beside floor; stop ;;
    distinct) start; storm distinct "${all_new[@]}" --connections 256 "${beside_alertmanager[@]}"; stop ;;
    hundred) start; storm hundred "${repeats[@]}" --alerts-per-request 100 --connections 32 "${beside_alertmanager[@]}"; stop ;;
    hundred-distinct) start; storm hundred-distinct "${all_new[@]}" --alerts-per-request 100 --connections 32 "${beside_alertmanager[@]}"; stop ;;
    # Saturation first, then half of it on schedule.
    half)
      start
      storm saturation "${repeats[@]}" --connections 256
      local half
      half=$(sed -n 's/^Throughput *\([0-9,]*\) answers.*/\1/p' "$out/saturation.txt" | tr -d ,)
      storm half "${repeats[@]}" --connections 256 --rate $((half / 2))
      stop ;;
    # 95 % repeats, 5 % changes of state.
    mixed) start; storm mixed --recoveries 0.05 --connections 256; stop ;;
    one)
      start
      storm one "${repeats[@]}" --connections 1
      one_row
      stop ;;
    # A million rows against ten thousand.
    million)
      start
      storm million-before "${repeats[@]}" --connections 256
      WARMUP=1s warmup=1s duration=60s storm million-fill --distinct 1000000 --recoveries 0 --alerts-per-request 100 --connections 32
      caught_up
      jcmd_heap after-million
      storm million-after "${repeats[@]}" --connections 256
      jcmd_heap after-million-repeats
      stop ;;
    *) echo "no figure is named $1" >&2; exit 2 ;;
  esac
}

caught_up() { # core has followed everything
  local url="host=127.0.0.1 port=$(cat "$IMAS_DATA_DIR/postgres/port") user=imas_root dbname=imas"
  until [ "$(PGPASSWORD=$(cat "$IMAS_DATA_DIR/postgres/superuser.password") psql -qAt "$url" -c 'SELECT count(*) FROM imas.outbox')" = 0 ]; do
    kill -0 "$pid"
    sleep 2
  done
}

jcmd_heap() { # live heap after a full collection, and what is resident
  "${JAVA_HOME:-/usr}/bin/jcmd" "$pid" GC.run > /dev/null 2>&1 || jcmd "$pid" GC.run > /dev/null 2>&1 || true
  { "${JAVA_HOME:-/usr}/bin/jcmd" "$pid" GC.heap_info 2> /dev/null || jcmd "$pid" GC.heap_info || true
    grep VmRSS "/proc/$pid/status"; } | tee "$out/$1.heap.txt"
}

one_row() { # pgbench's commit of one row through the same kind of socket
  local url="host=127.0.0.1 port=$(cat "$IMAS_DATA_DIR/postgres/port") user=imas_root dbname=imas"
  PGPASSWORD=$(cat "$IMAS_DATA_DIR/postgres/superuser.password")
  export PGPASSWORD
  psql -q "$url" -c 'CREATE TABLE IF NOT EXISTS public.one_row (id int PRIMARY KEY, n bigint)' \
    -c 'INSERT INTO public.one_row SELECT i, 0 FROM generate_series(1, 10000) i ON CONFLICT DO NOTHING'
  printf '\\set i random(1, 10000)\nUPDATE public.one_row SET n = n + 1 WHERE id = :i;\n' > "$out/one_row.sql"
  pgbench -n -M prepared -c 1 -T 5 -f "$out/one_row.sql" "$url" > /dev/null 2>&1
  (cd "$out" && rm -f one_row_log.* && pgbench -n -M prepared -c 1 -T 10 -l --log-prefix=one_row_log -f one_row.sql "$url" > one_row.txt 2>&1)
  cat "$out"/one_row_log.* | awk '{print $3}' | sort -n | awk '{a[NR]=$1} END {print "pgbench, one row: p50 " a[int(NR/2)] " us, p99 " a[int(NR*0.99)] " us of " NR}' | tee -a "$out/one_row.txt"
  rm -f "$out"/one_row_log.*
}

for name in ${*:-c256 c64 distinct hundred hundred-distinct half mixed one million}; do
  run "$name"
done
