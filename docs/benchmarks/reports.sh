#!/usr/bin/env bash
# Measures what it takes to write a report in each form, with 200 MB of heap. Takes two minutes on a machine that does
# nothing else. Needs the distribution (mvn -q -B -ntp install -DskipTests) and JDK 25.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
imas=${IMAS_HOME:-$here/../../docker/target/imas}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx"${HEAP:-200m}" -cp "$imas/lib/*" "$here/Reports.java"
