package dev.imas.core.dora;

import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How long metrics of a year take over HTTP. Arguments: deployments in the year, requests of each
 * kind. There is a hundredth as many incidents as commits, and a service for 200 deployments.
 */
final class DoraBenchmark {

  private DoraBenchmark() {}

  public static void main(String[] arguments) {
    int deployments = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int requests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    try (DeliveryScene scene =
        new DeliveryScene(deployments / 200, deployments, deployments / 10, 1)) {
      long commits = scene.year.pushes.stream().mapToLong(PushRecord::listed).sum();
      System.out.printf(
          Locale.ROOT,
          "%d deployments, %d pushes, %d commits, %d incidents%n    p50      p95  query%n",
          scene.year.deployments.size(),
          scene.year.pushes.size(),
          commits,
          scene.year.incidents.size());
      String year = "from=%s&to=%s".formatted(scene.year.first, scene.year.first.plusMonths(11));
      for (String query :
          List.of(
              "?" + year,
              "?" + year + "&as_of=" + scene.told(),
              "?" + year + "&service=shop%207",
              "?from=" + scene.year.first.plusMonths(9) + "&to=" + scene.year.first.plusMonths(11),
              "/change_fail_rate/rows?counted=true&" + year,
              "/lead_time/rows?" + year)) {
        measure(scene.core, query, requests);
      }
    }
  }

  private static void measure(RunningCore core, String query, int requests) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < requests + 5; i++) {
      long begun = System.nanoTime();
      RunningCore.Reply reply = core.get("/api/v1/dora" + query);
      if (reply.status() != 200) {
        throw new IllegalStateException(query + " answers " + reply.http().body());
      }
      if (i >= 5) {
        nanos.add(System.nanoTime() - begun);
      }
    }
    Collections.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%7.1f  %7.1f  %s%n",
        nanos.get(requests / 2) / 1e6,
        nanos.get(requests * 95 / 100) / 1e6,
        query);
  }
}
