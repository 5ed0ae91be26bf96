#!/usr/bin/env bash
# Ten sources that post at once, in the five formats that the load generator writes: without rules, and with 10,000 rules,
# 1,000 silences and 200 inhibit rules in force. They take turns on one running IMAS. Results go below ./mixed.
#
#   docs/benchmarks/mixed.sh        three rounds, some six minutes on a machine that does nothing else
#
# Needs the distribution (mvn -q -B -ntp install -DskipTests), JDK 25 and curl.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
imas=${IMAS_HOME:-$here/../../docker/target/imas}
unset IMAS_HOME # which is no setting of IMAS
rounds=${ROUNDS:-3}
duration=${DURATION:-15s}
warmup=${WARMUP:-20s}
out=${OUT:-mixed}
mkdir -p "$out"
out=$(cd "$out" && pwd)
formats=(alertmanager prometheus grafana datadog custom)
api=http://localhost:8090/api/v1

IMAS_BOOTSTRAP_ADMIN_TOKEN=mixed-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
export IMAS_BOOTSTRAP_ADMIN_TOKEN
folder=$(mktemp -d "${TMPDIR:-/tmp}/imas-mixed.XXXXXX")
chmod 755 "$folder" # under root, PostgreSQL runs as another user
IMAS_DATA_DIR=$folder/data IMAS_JAVA_OPTS="${JAVA_OPTS_UNDER_TEST:--Xmx512m}" "$imas/bin/imas" run > "$out/imas.log" 2>&1 &
pid=$!
trap 'kill "$pid" 2> /dev/null && wait "$pid" || true; rm -rf "$folder"' EXIT
until grep -q "room for a storm's WAL" "$out/imas.log"; do
  kill -0 "$pid" || { tail -n 20 "$out/imas.log"; exit 1; }
  sleep 0.5
done

ask() { # method, path; the body is read from stdin
  curl -sS --fail-with-body -X "$1" -H "Authorization: Bearer $IMAS_BOOTSTRAP_ADMIN_TOKEN" -H 'Content-Type: application/json' \
    --data-binary @- "$api$2"
}

member() { # the text of a member of the JSON on stdin
  sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/"
}

keys=()
for n in 0 1 2 3 4 5 6 7 8 9; do
  id=$(echo "{\"name\":\"mixed-$n\",\"type\":\"ANY\"}" | ask POST /sources | sed -E 's/^\{"id":"([^"]*)".*/\1/')
  keys+=("$(echo '{}' | ask POST "/sources/$id/keys" | member key)")
done

# Rules are found by an index, and a tenth of them by looking at each; none decides on what is posted.
awk 'BEGIN {
  printf "{\"rules\":["
  for (i = 0; i < 10000; i++)
    printf "%s{\"name\":\"r%d\",\"matchers\":[\"%s\"],\"severity\":\"SEV4\"}", i ? "," : "", i,
      i % 10 ? "instance=\\\"none-" i "\\\"" : "cluster=\\\"eu-1\\\"\",\"instance=~\\\"none-" i ".*\\\""
  print "]}" }' > "$folder/rules.json"
version=$(ask POST /rule-sets < "$folder/rules.json" | sed -E 's/^\{"version":([0-9]+).*/\1/')
rules_on() { echo '{}' | ask POST "/rule-sets/$version/activate" > /dev/null; }
rules_off() { echo '{}' | ask POST /rule-sets/deactivate > /dev/null; }

# Silences and inhibit rules hide nothing of what is posted. All silences are looked at for each alert, and an alert is the
# target of a few inhibit rules.
hiding_on() {
  local i
  for i in $(seq 1000); do
    echo "{\"matchers\":[\"cluster=\\\"eu-1\\\"\",\"instance=~\\\"none-$i.*\\\"\"],\"duration\":\"PT2H\",\"comment\":\"measured\"}" \
      | ask POST /silences
    echo
  done | sed -E 's/^\{"id":"([^"]*)".*/\1/' > "$folder/silences"
  for i in $(seq 200); do
    echo "{\"name\":\"i$i\",\"source_matchers\":[\"alertname=\\\"Down$i\\\"\"],\"target_matchers\":[\"instance=~\\\".*$i[.]example.*\\\"\"],\"equal\":[\"instance\"],\"wait\":\"PT0S\"}" \
      | ask POST /inhibit-rules
    echo
  done | sed -E 's/^\{"id":"([^"]*)".*/\1/' > "$folder/inhibit-rules"
}
hiding_off() {
  local id
  while read -r id; do ask DELETE "/silences/$id" < /dev/null > /dev/null; done < "$folder/silences"
  while read -r id; do ask DELETE "/inhibit-rules/$id" < /dev/null > /dev/null; done < "$folder/inhibit-rules"
}

measure() { # name: alerts a second of all senders together
  local i jobs=()
  for i in 0 1 2 3 4; do
    "$imas/bin/imas" storm --format "${formats[$i]}" --key "${keys[$i]}" --key "${keys[$((i + 5))]}" --connections 26 \
      --threads 1 --recoveries 0 --distinct 2000 --no-check --warmup "$warmup" --duration "$duration" --json "$out/$1-${formats[$i]}.json" \
      > "$out/$1-${formats[$i]}.txt" 2>&1 &
    jobs+=($!)
  done
  for i in "${jobs[@]}"; do wait "$i" || echo "   exit code $?"; done
  sed -n 's/^Throughput .* \([0-9,]*\) alerts\/s taken.*/\1/p' "$out/$1"-*.txt | tr -d , \
    | awk -v name="$1" '{ n += $1 } END { printf "%s %d alerts/s\n", name, n }'
}

for round in $(seq "$rounds"); do
  measure "plain-$round"
  rules_on
  hiding_on
  sleep 3
  measure "routed-$round"
  hiding_off
  rules_off
  sleep 3
done | tee "$out/rounds.txt"
awk '{ split($1, name, "-"); n[name[1]] = n[name[1]] " " $2 }
  END { for (kind in n) { count = split(n[kind], v, " "); sort_values(v, count); print kind ": median " v[int((count + 1) / 2)] " alerts/s" } }
  function sort_values(v, count,   i, j, t) {
    for (i = 1; i <= count; i++) for (j = i + 1; j <= count; j++) if (v[j] + 0 < v[i] + 0) { t = v[i]; v[i] = v[j]; v[j] = t }
  }' "$out/rounds.txt" | tee "$out/medians.txt"
