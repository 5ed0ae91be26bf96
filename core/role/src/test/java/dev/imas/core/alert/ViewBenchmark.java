package dev.imas.core.alert;

import dev.imas.fixtures.database.RunningCore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long the views of alerts take over HTTP, and how many bytes their answers have when packed.
 * Arguments: alerts stored, of which firing, requests of each kind.
 */
final class ViewBenchmark {

  private ViewBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int stored = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    int firing = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50_000;
    int requests = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30;
    try (RunningCore core = RunningCore.start(Map.of("IMAS_CORE_STATEMENT_TIMEOUT", "60s"));
        HttpClient client = HttpClient.newHttpClient()) {
      ManyAlerts.store(core, stored, firing);
      System.out.println("    p50      p95   packed  path");
      for (String path :
          List.of(
              "/alerts?status=FIRING",
              "/alerts?status=FIRING&total=true",
              "/alerts?view=row&status=FIRING",
              "/alerts?view=row&status=FIRING&column=cluster",
              "/alerts?view=row&status=FIRING&column=instance",
              "/alerts?view=row&status=FIRING&sort=severity",
              "/alerts?view=row&status=FIRING&limit=100&sort=name",
              "/alerts?view=row&sort=severity",
              "/alerts?view=row&status=FIRING&label=cluster=eu-3",
              "/alerts?view=row&status=FIRING&label=instance=~node-a.*",
              "/alerts?view=row&status=FIRING&hidden=false",
              "/alerts?number=4,7,10,13,16",
              "/alerts/count?status=FIRING",
              "/alerts/groups?status=FIRING&by=service",
              "/alerts/groups?status=FIRING&by=team&by=severity",
              "/alerts/groups?status=FIRING&by=name&by=label:cluster",
              "/alerts/groups?by=service",
              "/alerts/groups?by=label:cluster",
              "/alerts/facets?status=FIRING",
              "/alerts/facets?status=FIRING&facet=severity&facet=service&facet=label:cluster",
              "/alerts/facets",
              "/alerts/facets?status=FIRING&label=cluster=eu-3",
              "/labels",
              "/labels?status=FIRING&prefix=na",
              "/labels/cluster/values",
              "/labels/instance/values?prefix=node-a")) {
        measure(core, client, path, requests);
      }
    }
  }

  private static void measure(RunningCore core, HttpClient client, String path, int requests)
      throws Exception {
    List<Long> nanos = new ArrayList<>();
    int bytes = 0;
    for (int i = -2; i < requests; i++) {
      long begun = System.nanoTime();
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + core.port() + "/api/v1" + path))
                  .header("authorization", "Bearer " + core.token)
                  .header("accept-encoding", "gzip")
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(path + " answers " + answer.statusCode());
      }
      if (i >= 0) {
        nanos.add(System.nanoTime() - begun);
      }
      bytes = answer.body().length;
    }
    Collections.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%7.1f  %7.1f  %7d  %s%n",
        nanos.get(requests / 2) / 1e6,
        nanos.get(requests * 95 / 100) / 1e6,
        bytes,
        path);
  }
}
