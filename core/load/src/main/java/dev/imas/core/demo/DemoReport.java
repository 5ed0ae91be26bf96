package dev.imas.core.demo;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Terminal;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** The result of the storm, in lines for a terminal. */
record DemoReport(DemoOutcome before, DemoOutcome after, int posted, Terminal terminal) {

  private static final int MOST_NAMES = 6;

  void print(PrintWriter out) {
    long accepted = after.accepted() - before.accepted();
    out.printf("What core's API says of it:%n%n");
    out.printf("Alerts accepted%15d   (%d in all)%n", accepted, after.accepted());
    after
        .dispositions()
        .forEach(
            (disposition, count) -> {
              long more = count - before.dispositions().getOrDefault(disposition, 0L);
              if (more != 0) {
                out.printf("  %-13s%15d%n", disposition.replace('_', ' '), more);
              }
            });
    if (accepted > posted) {
      out.printf("  of these, %d came from elsewhere or were counted twice%n", accepted - posted);
    }
    if (accepted < posted) {
      out.println(terminal.red("  " + (posted - accepted) + " ALERTS ARE MISSING"));
    }
    out.println();
    if (after.unfollowed() > 0) {
      out.println(
          terminal.red(
              after.unfollowed() + " ALERTS FIRE AND HAVE NO INCIDENT YET: see core's log"));
      out.println();
    }
    incidents(out, "Incidents open", DemoOutcome.Incident::isOpen);
    incidents(out, "Resolved meanwhile", incident -> !incident.isOpen());
    out.printf("Pages%n");
    Map<String, Integer> pages = after.deliveriesSince(before);
    if (pages.isEmpty()) {
      out.printf("  none%n");
    }
    pages.forEach((status, count) -> out.printf("  %-13s%15d%n", status, count));
    out.println();
    out.println(
        after.imbalance() == 0
            ? terminal.green(
                "The ledger balances: every accepted alert has exactly one disposition.")
            : terminal.red("THE LEDGER DOES NOT BALANCE: it is off by " + after.imbalance() + "."));
    out.flush();
  }

  private void incidents(PrintWriter out, String title, Predicate<DemoOutcome.Incident> which) {
    List<DemoOutcome.Incident> chosen =
        after.incidentsSince(before).stream().filter(which).toList();
    if (chosen.isEmpty()) {
      return;
    }
    out.printf("%-20s%10d%n", title, chosen.size());
    for (Severity severity : Severity.values()) {
      List<DemoOutcome.Incident> ofIt =
          chosen.stream().filter(i -> i.severity().equals(severity.name())).toList();
      if (ofIt.isEmpty()) {
        continue;
      }
      StringJoiner names = new StringJoiner(", ");
      ofIt.stream().limit(MOST_NAMES).forEach(i -> names.add(i.shortId() + " " + i.title()));
      out.printf(
          "  %-13s%15d   %s%s%n",
          severity, ofIt.size(), names, ofIt.size() > MOST_NAMES ? ", …" : "");
    }
    out.println();
  }
}
