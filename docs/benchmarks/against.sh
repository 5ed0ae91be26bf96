#!/usr/bin/env bash
# Measures this working tree against another commit, by turns: both are built, both run, and each row is posted to one
# and then to the other, in alternating order. Prints the ratio of each round, since one alone says little.
#
#   docs/benchmarks/against.sh COMMIT              all rows, four rounds, some 20 minutes
#   docs/benchmarks/against.sh COMMIT c256 new     some of them
#   ROUNDS=8 DURATION=10s docs/benchmarks/against.sh COMMIT
#
# Needs JDK 25 as java, Maven and git. Builds are kept in $BUILDS, by default in imas-against of the folder for temporary
# files. DATA is where both keep their data; a folder in memory takes the disk out of the comparison.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
commit=${1:?usage: against.sh COMMIT [row ...]}
shift
other=$(git -C "$root" rev-parse --verify "$commit^{commit}")
builds=${BUILDS:-${TMPDIR:-/tmp}/imas-against}
rounds=${ROUNDS:-4}
warmup=${WARMUP:-2s}
duration=${DURATION:-6s}
data=$(mktemp -d "${DATA:-${TMPDIR:-/tmp}}/imas-against.XXXXXX")
chmod 755 "$data" # under root, PostgreSQL runs as another user
unset IMAS_HOME
export IMAS_BOOTSTRAP_SOURCE_KEY=against-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
export IMAS_BOOTSTRAP_ADMIN_TOKEN=against-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
declare -A home pid port

stop() {
  for name in "${!pid[@]}"; do kill "${pid[$name]}" 2> /dev/null && wait "${pid[$name]}" || true; done
  rm -rf "$data"
}
trap stop EXIT

build() { # the folder of a source tree, where its distribution goes
  [ -x "$2/bin/imas" ] && return
  (cd "$1" && mvn -q -B -ntp -T2 package -DskipTests)
  mkdir -p "$2"
  cp -r "$1/docker/target/imas/." "$2"
}

tree=$builds/tree-$other
if [ ! -x "$builds/$other/bin/imas" ]; then
  git -C "$root" worktree add -q --detach "$tree" "$other"
  build "$tree" "$builds/$other"
  git -C "$root" worktree remove --force "$tree"
fi
rm -rf "$builds/this"
build "$root" "$builds/this"
home=([this]=$builds/this [other]=$builds/$other)
port=([this]=28080 [other]=18080)

start() {
  local name=$1 at=${port[$1]}
  IMAS_DATA_DIR=$data/$name IMAS_GATEWAY_PORT=$at IMAS_CORE_PORT=$((at + 1)) IMAS_NOTIFIER_PORT=$((at + 2)) \
    IMAS_JAVA_OPTS=${JAVA_OPTS_UNDER_TEST:--Xmx512m} "${home[$name]}/bin/imas" run > "$data/$name.log" 2>&1 &
  pid[$name]=$!
  until curl -sf -o /dev/null "http://localhost:$at/health/ready"; do
    kill -0 "${pid[$name]}" || { tail -n 20 "$data/$name.log"; exit 1; }
    sleep 0.2
  done
}

used() { # milliseconds of processor that a process and all below it have used; some end while they are read
  { cat /proc/[0-9]*/stat 2> /dev/null || true; } | awk -v top="${pid[$1]}" -v hertz="$(getconf CLK_TCK)" '
    { id = $1; sub(/^[0-9]+ \(.*\) /, ""); split($0, field, " "); above[id] = field[2]
      ticks[id] = field[12] + field[13] + field[14] + field[15] }
    END { for (id in above) { for (up = id; up > 1 && up != top; up = above[up]); if (up == top) sum += ticks[id] }
          printf "%d\n", sum * 1000 / hertz }'
}

quiet=0 # milliseconds of processor a second that both use when nothing is posted

settle() { # until both use little more than that, for half a minute at most
  local i before after
  for i in $(seq 30); do
    before=$(($(used this) + $(used other)))
    sleep 1
    after=$(($(used this) + $(used other)))
    if [ $((after - before)) -lt $((quiet * 3 / 2 + 50)) ]; then return; fi
  done
}

options() {
  case $1 in
    hundred) echo "--recoveries 0 --alerts-per-request 100 --connections 32" ;;
    hundred-new) echo "--distinct all --recoveries 0 --alerts-per-request 100 --connections 32" ;;
    c256) echo "--recoveries 0 --connections 256" ;;
    c64) echo "--recoveries 0 --connections 64" ;;
    new) echo "--distinct all --recoveries 0 --connections 256" ;;
    mixed) echo "--recoveries 0.05 --connections 256" ;;
    *) echo "no row is named $1" >&2; exit 2 ;;
  esac
}

turn() { # build, row: alerts taken a second, and microseconds of the product's processor for each
  local at=${port[$1]} before after taken seconds
  before=$(used "$1")
  # One generator for both. Its own processor time is not counted.
  IMAS_GATEWAY_PORT=$at IMAS_CORE_PORT=$((at + 1)) "${home[this]}/bin/imas" storm --url "http://localhost:$at" \
    --core "http://localhost:$((at + 1))" --warmup "$warmup" --duration "$duration" $(options "$2") > "$data/storm.txt" 2>&1 \
    || { tail -n 20 "$data/storm.txt" >&2; exit 1; }
  after=$(used "$1")
  taken=$(sed -n 's/^Throughput.* \([0-9,]*\) alerts.s taken.*/\1/p' "$data/storm.txt" | tr -d ,)
  seconds=$((${warmup%s} + ${duration%s}))
  echo "$taken $(((after - before) * 1000 / (taken * seconds)))"
}

start other
start this
echo "this tree against $other; ratios are this ÷ other"
sleep 20
for name in other this; do turn "$name" c256 > /dev/null; done
sleep 20
for name in other this; do
  before=$(used "$name")
  sleep 10
  idle=$((($(used "$name") - before) / 10))
  quiet=$((quiet + idle))
  echo "idle, $name: $idle ms of processor a second"
done
for row in ${*:-hundred hundred-new c256 c64 new mixed}; do
  options "$row" > /dev/null
  : > "$data/$row"
  for round in $(seq "$rounds"); do
    if [ $((round % 2)) = 1 ]; then order="other this"; else order="this other"; fi
    for name in $order; do
      settle
      declare "of_$name=$(turn "$name" "$row")"
    done
    echo "$round $of_this $of_other" >> "$data/$row"
  done
  awk -v row="$row" '
    function median(list, n,   i, j, swap) {
      for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (list[j] < list[i]) { swap = list[i]; list[i] = list[j]; list[j] = swap }
      return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
    }
    { rate[NR] = $2 / $4; cost[NR] = $3 / $5; rates = rates sprintf(" %.2f", $2 / $4); costs = costs sprintf(" %.2f", $3 / $5)
      a[NR] = $2; b[NR] = $4; c[NR] = $3; d[NR] = $5 }
    END { printf "%-12s %d ÷ %d alerts/s = %.2f (%s); %d ÷ %d µs of processor an alert = %.2f (%s)\n", row,
            median(a, NR), median(b, NR), median(rate, NR), substr(rates, 2), median(c, NR), median(d, NR), median(cost, NR), substr(costs, 2) }' "$data/$row"
done
