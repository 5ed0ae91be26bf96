#!/usr/bin/env bash
# Lighthouse on pages of a running dashboard, as somebody who is logged in, and on the log-in itself.
#   lighthouse.sh http://localhost:8090 ada 'four words nobody guesses' / /incidents /alerts …
# It needs Node, npm and Chromium (CHROME_PATH). Three runs a page; the median of the performance is shown.
set -euo pipefail
address=$1 user=$2 password=$3
shift 3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CHROME_PATH=${CHROME_PATH:-$(command -v chromium-headless-shell || command -v chromium)}

curl -sf -c "$folder/cookies" -o /dev/null -H 'Content-Type: application/json' \
  -d "{\"username\":\"$user\",\"password\":\"$password\",\"cookie\":true}" "$address/api/v1/auth/login"
cookies=$(awk 'NF >= 7 { printf "%s%s=%s", separator, $6, $7; separator = "; " }' "$folder/cookies")

measure() {
  local page=$1 headers=$2 run
  for run in 1 2 3; do
    npx --yes lighthouse@13.5.0 "$address$page" --quiet --output=json --output-path="$folder/$run.json" \
      --extra-headers="$headers" --only-categories=performance,accessibility,best-practices \
      --chrome-flags='--headless --no-sandbox --disable-dev-shm-usage' 2>/dev/null
  done
  node -e '
    const all = process.argv.slice(2).map((file) => JSON.parse(require("fs").readFileSync(file, "utf8")));
    const score = (name) => all.map((one) => Math.round(one.categories[name].score * 100)).sort((a, b) => a - b);
    const failed = new Set(all.flatMap((one) => ["accessibility", "best-practices"].flatMap((name) =>
      one.categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && one.audits[id].score !== null && one.audits[id].score < 1)
        .map(({ id }) => id))));
    console.log(`| \`${process.argv[1]}\` | ${score("performance")[1]} | ${score("accessibility")[0]} | ${score("best-practices")[0]} | ${[...failed].join(", ") || "–"} |`);
  ' "$page" "$folder"/1.json "$folder"/2.json "$folder"/3.json
}

echo '| page | performance | accessibility | best practices | not passed |'
echo '|---|---|---|---|---|'
measure /login '{}'
for page in "$@"; do
  measure "$page" "{\"Cookie\":\"$cookies\"}"
done
