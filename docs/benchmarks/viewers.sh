#!/usr/bin/env bash
# Measures what viewers of changes cost ingest: the same posts a second without and with them, by turns. Prints the
# processor time of IMAS and of its PostgreSQL for each turn, by thread and in all. Takes 2 * ROUNDS turns of
# DURATION on a machine that does nothing else.
#
#   docs/benchmarks/viewers.sh              100 viewers with 50 filters at 5,000 alerts/s
#   VIEWERS=1000 RATE=20000 docs/benchmarks/viewers.sh
#
# Needs the distribution (mvn -q -B -ntp install -DskipTests) and JDK 25 on Linux.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
imas=${IMAS_HOME:-$here/../../docker/target/imas}
unset IMAS_HOME # which is no setting of IMAS
out=${OUT:-viewers}
rounds=${ROUNDS:-3}
duration=${DURATION:-60}
warmup=${WARMUP:-15}
rate=${RATE:-5000}
viewers=${VIEWERS:-100}
filters=${FILTERS:-50}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
mkdir -p "$out"
out=$(cd "$out" && pwd)

export IMAS_BOOTSTRAP_SOURCE_KEY=viewers-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
export IMAS_BOOTSTRAP_ADMIN_TOKEN=viewers-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
folder=$(mktemp -d "${TMPDIR:-/tmp}/imas-viewers.XXXXXX")
chmod 755 "$folder" # under root, PostgreSQL runs as another user
export IMAS_DATA_DIR=$folder/data
IMAS_JAVA_OPTS="${JAVA_OPTS_UNDER_TEST:--Xmx512m}" "$imas/bin/imas" run > "$out/imas.log" 2>&1 &
pid=$!
trap 'kill $pid 2> /dev/null && wait $pid || true; rm -rf "$folder"' EXIT
# Another IMAS at these ports would answer, too: this one must live, and know the token.
until curl -sf -o /dev/null http://localhost:8080/health/ready \
  && curl -sf -o /dev/null -H "Authorization: Bearer $IMAS_BOOTSTRAP_ADMIN_TOKEN" http://localhost:8090/api/v1/me; do
  kill -0 $pid || { tail -n 20 "$out/imas.log"; exit 1; }
  sleep 0.2
done

# The processes of IMAS and of its PostgreSQL; the launcher may have started Java as its child.
java_pid() { pgrep -P $pid java || echo $pid; }
postgres_pids() { local main; main=$(head -n 1 "$IMAS_DATA_DIR"/postgres/*/postmaster.pid "$IMAS_DATA_DIR"/postgres/postmaster.pid 2> /dev/null | grep -E '^[0-9]+$' | head -n 1); echo "$main"; pgrep -P "$main"; }

# Hundredths of a second since the start, with what ended meanwhile: "java <name of thread>" and "postgres".
ticks() {
  local java_pid
  java_pid=$(java_pid)
  for thread in /proc/"$java_pid"/task/*/stat; do
    sed -E 's/^[0-9]+ \((.*)\) . (.*)$/\1|\2/' "$thread" 2> /dev/null || true
  done | awk -F'|' '{ split($2, f, " "); gsub(/[0-9]+/, "", $1); gsub(/ /, "-", $1); t["java " $1] += f[11] + f[12] } END { for (n in t) print n, t[n] }' | sort
  for one in $(postgres_pids); do
    sed -E 's/^[0-9]+ \((.*)\) . (.*)$/\2/' "/proc/$one/stat" 2> /dev/null || true
  done | awk '{ t += $11 + $12 } END { print "postgres all", t }'
}

turn() { # name, viewers
  local name=$1 watching=
  if [ "$2" -gt 0 ]; then
    "$java" "$here/Viewers.java" http://localhost:8090 "$2" "$filters" $((duration + warmup + 10)) > "$out/$name.viewers.txt" 2>&1 &
    watching=$!
    sleep 5
  fi
  "$imas/bin/imas" storm --rate "$rate" --recoveries 0.05 --warmup 1s --duration "${warmup}s" > /dev/null 2>&1 || true
  ticks > "$out/$name.before"
  "$imas/bin/imas" storm --rate "$rate" --recoveries 0.05 --warmup 1s --duration "${duration}s" --json "$out/$name.json" > "$out/$name.txt" 2>&1 \
    || echo "   exit code $?"
  ticks > "$out/$name.after"
  [ -z "$watching" ] || wait $watching || echo "   viewers: exit code $?"
  join -j 1 <(sed 's/ /_/' "$out/$name.before" | sort) <(sed 's/ /_/' "$out/$name.after" | sort) \
    | awk -v d="$duration" -v r="$rate" '{ t = ($3 - $2) / 100; printf "%-40s %8.2f s %8.2f us an alert\n", $1, t, t * 1e6 / (d * r); all[substr($1, 1, index($1, "_") - 1)] += t }
        END { for (n in all) printf "%-40s %8.2f s %8.2f us an alert\n", "all " n, all[n], all[n] * 1e6 / (d * r) }' > "$out/$name.cpu"
  echo "== $name: $(grep '^all' "$out/$name.cpu" | tr -s ' ' | tr '\n' ';') load $(cut -d ' ' -f 1 /proc/loadavg)"
  [ "$2" -eq 0 ] || cat "$out/$name.viewers.txt"
}

for round in $(seq "$rounds"); do
  turn "without-$round" 0
  turn "with-$round" "$viewers"
done
echo "By thread: $out/*.cpu"
