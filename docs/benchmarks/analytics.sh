#!/usr/bin/env bash
# Measures how long figures of three years take over HTTP, and whether they are those of the incidents. It writes three million
# incidents into a PostgreSQL of its own, in the temporary folder. Takes some ten minutes, and more to compare all cuts with SQL.
#
#   docs/benchmarks/analytics.sh                     3,000,000 incidents, 200 cuts, all compared with SQL
#   docs/benchmarks/analytics.sh 100000 20 5         fewer: incidents, cuts, compared cuts
#
# Needs JDK 25 and Maven.
set -euo pipefail
cd "$(dirname "$0")/../.."
mvn -q -B -ntp -pl core/role-tests -am test-compile
exec mvn -q -B -ntp -pl core/role-tests exec:exec -Dexec.executable=java -Dexec.classpathScope=test \
  -Dexec.args="-Xmx1g -cp %classpath dev.imas.core.figures.YearsBenchmark ${*:-3000000 200}"
