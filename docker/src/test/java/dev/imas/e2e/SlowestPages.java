package dev.imas.e2e;

import dev.imas.fixtures.database.TestDatabase;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the time of the slowest pages goes: from the post to its answer, to the begin of the
 * transaction that opens the incident, to its commit, and to the receiver. All times are of one
 * wall clock, in milliseconds after the post. PostgreSQL must track the times of commits.
 */
final class SlowestPages {

  private static final int SHOWN = 12;

  private final TestDatabase database;
  private final Map<String, Long> posted = new ConcurrentHashMap<>();
  private final Map<String, Long> answered = new ConcurrentHashMap<>();
  private final Map<String, Long> arrived = new ConcurrentHashMap<>();

  SlowestPages(TestDatabase database) {
    this.database = database;
  }

  void clear() {
    posted.clear();
    answered.clear();
    arrived.clear();
  }

  void posted(String name) {
    posted.put(name, System.currentTimeMillis());
  }

  void answered(String name) {
    answered.put(name, System.currentTimeMillis());
  }

  void arrived(String name) {
    arrived.putIfAbsent(name, System.currentTimeMillis());
  }

  void print() {
    System.out.println("  slowest        answered   opening  committed  delivery   arrived");
    arrived.keySet().stream()
        .filter(posted::containsKey)
        .sorted(Comparator.comparingLong((String name) -> took(name, arrived)).reversed())
        .limit(SHOWN)
        .forEach(this::print);
  }

  private void print(String name) {
    String incident = "(SELECT id FROM imas.incident WHERE title = 'probe-" + name + "')";
    System.out.printf(
        Locale.ROOT,
        "  %-14s %8d %9d %10d %9d %9d%n",
        name,
        took(name, answered),
        after(name, "SELECT min(at) FROM imas.timeline WHERE incident_id = " + incident),
        after(
            name,
            "SELECT min(pg_xact_commit_timestamp(xmin)) FROM imas.timeline WHERE incident_id = "
                + incident),
        after(name, "SELECT min(created_at) FROM imas.delivery WHERE incident_id = " + incident),
        took(name, arrived));
  }

  private long took(String name, Map<String, Long> end) {
    return end.getOrDefault(name, 0L) - posted.getOrDefault(name, 0L);
  }

  private long after(String name, String time) {
    List<String> found =
        database.query("SELECT (extract(epoch FROM (" + time + ")) * 1000)::bigint");
    return found.isEmpty() || found.getFirst() == null
        ? -1
        : Long.parseLong(found.getFirst()) - posted.getOrDefault(name, 0L);
  }
}
