package dev.imas.core.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The posts of a storm, in order. Several senders fire alerts, repeat them as such senders do, and
 * resolve some. It has no side effects: the same arguments give the same posts.
 */
public final class DemoStorm {

  public static final int FEWEST = 20;
  public static final int MOST = 5_000;

  private static final int MOST_PER_POST = 64;
  private static final String JSON = "application/json";
  private static final String NOT_ENDED = "0001-01-01T00:00:00Z";

  private final String run;
  private final Instant now;
  private final Instant started;
  private final List<DemoPost> posts = new ArrayList<>();
  private int alerts;

  private DemoStorm(String run, Instant now) {
    this.run = run;
    this.now = now;
    this.started = now.minus(Duration.ofMinutes(3));
  }

  /**
   * @param size the total number of alerts, from {@value #FEWEST} to {@value #MOST}
   * @param run distinguishes this storm's alerts from all others; letters and digits
   */
  public static List<DemoPost> of(int size, String run, Instant now) {
    if (size < FEWEST || size > MOST) {
      throw new IllegalArgumentException("a storm has " + FEWEST + " to " + MOST + " alerts");
    }
    DemoStorm storm = new DemoStorm(run, now);
    storm.blow(size);
    return List.copyOf(storm.posts);
  }

  private void blow(int size) {
    int most = Math.max(3, size / 6);
    int some = Math.max(1, size / 30);
    int few = Math.max(1, size / 60);
    // Alertmanager sends the whole group again at any change; then half of it is resolved.
    alertmanager(most, 1, true);
    prometheus(most, 0);
    for (int i = 0; i < some; i++) {
      datadog(i, true);
    }
    grafana(some, true);
    for (int i = 0; i < few; i++) {
      grafanaLegacy(i, true);
    }
    custom(some);
    alertmanager(most, 1, true);
    alertmanager(most, 2, false);
    for (int i = 0; i < some; i += 2) {
      datadog(i, false);
    }
    grafana(some / 3, false);
    for (int i = 0; i < few / 2; i++) {
      grafanaLegacy(i, false);
    }
    // The rest are repeats, as in most real storms.
    for (int sending = 1; alerts < size; sending++) {
      prometheus(Math.min(most, size - alerts), sending);
    }
  }

  private void alertmanager(int hosts, int step, boolean firing) {
    List<String> entries = new ArrayList<>();
    for (int i = step - 1; i < hosts; i += step) {
      entries.add(
          Template.of("alertmanager-alert.json")
              .with("status", firing ? "firing" : "resolved")
              .with("name", i % 2 == 0 ? "InstanceDown" : "DiskAlmostFull")
              .with("severity", i % 2 == 0 ? "critical" : "warning")
              .with("number", i)
              .with("run", run)
              .with("started", started)
              .with("ended", firing ? NOT_ENDED : now)
              .with("fingerprint", fingerprint(i))
              .filled());
    }
    inParts(
        entries,
        part ->
            new DemoPost(
                "Alertmanager",
                "/api/v1/webhooks/alertmanager/",
                JSON,
                Template.of("alertmanager.json")
                    .with("status", firing ? "firing" : "resolved")
                    .with("alerts", String.join(",\n", part))
                    .filled(),
                part.size()));
  }

  /** A repeat only changes the end and the value. */
  private void prometheus(int pods, int sending) {
    List<String> entries = new ArrayList<>();
    Instant end = now.plus(Duration.ofMinutes(4)).plusSeconds(60L * sending);
    for (int i = 0; i < pods; i++) {
      entries.add(
          Template.of("prometheus-alert.json")
              .with("name", i % 3 == 0 ? "ErrorRateHigh" : "PodCrashLooping")
              .with("severity", i % 3 == 0 ? "critical" : "info")
              .with("number", i)
              .with("run", run)
              .with("value", 7 + i + sending)
              .with("started", started)
              .with("ended", end)
              .filled());
    }
    inParts(
        entries,
        part ->
            new DemoPost(
                "Prometheus",
                "/api/v2/alerts",
                JSON,
                "[" + String.join(",\n", part) + "]",
                part.size()));
  }

  private void datadog(int host, boolean firing) {
    add(
        new DemoPost(
            "Datadog",
            "/api/v1/webhooks/datadog/",
            JSON,
            Template.of("datadog.json")
                .with("id", now.getEpochSecond() + "" + host + (firing ? 0 : 1))
                .with("number", host)
                .with("run", run)
                .with("transition", firing ? "Triggered" : "Recovered")
                .with("type", firing ? "error" : "success")
                .with("priority", host % 2 == 0 ? "P2" : "P3")
                .with("value", firing ? 300 + host : 1)
                .with("millis", now.toEpochMilli() + (firing ? 0 : 1))
                .filled(),
            1));
  }

  private void grafana(int queues, boolean firing) {
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < queues; i++) {
      entries.add(
          Template.of("grafana-alert.json")
              .with("status", firing ? "firing" : "resolved")
              .with("severity", "medium")
              .with("number", i)
              .with("run", run)
              .with("value", firing ? 9_000 + i : 3)
              .with("started", started)
              .with("ended", firing ? NOT_ENDED : now)
              .with("fingerprint", fingerprint(1_000 + i))
              .filled());
    }
    inParts(
        entries,
        part ->
            new DemoPost(
                "Grafana",
                "/api/v1/webhooks/grafana/",
                JSON,
                Template.of("grafana.json")
                    .with("status", firing ? "firing" : "resolved")
                    .with("state", firing ? "alerting" : "ok")
                    .with("alerts", String.join(",\n", part))
                    .filled(),
                part.size()));
  }

  private void grafanaLegacy(int rack, boolean firing) {
    add(
        new DemoPost(
            "Grafana (legacy)",
            "/api/v1/webhooks/grafana/",
            JSON,
            Template.of("grafana-legacy.json")
                .with("state", firing ? "alerting" : "ok")
                .with("title", firing ? "Alerting" : "OK")
                .with("rule", 900 + rack)
                .with("number", rack)
                .with("value", firing ? 41.5 : 24.5)
                .filled(),
            1));
  }

  /** Newline-delimited JSON, in which one line cannot be read as an alert. */
  private void custom(int volumes) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < volumes; i++) {
      lines.add(
          Template.of("custom.json")
              .with("number", i)
              .with("run", run)
              .with("started", started)
              .filled());
    }
    lines.add(Template.of("custom-broken.json").with("run", run).filled());
    add(
        new DemoPost(
            "own script",
            "/api/v1/webhooks/custom/",
            "application/x-ndjson",
            String.join("\n", lines),
            lines.size()));
  }

  private String fingerprint(int number) {
    return String.format(Locale.ROOT, "%08x%08x", run.hashCode(), number);
  }

  private void inParts(List<String> entries, PostOf of) {
    for (int from = 0; from < entries.size(); from += MOST_PER_POST) {
      add(of.part(entries.subList(from, Math.min(entries.size(), from + MOST_PER_POST))));
    }
  }

  private interface PostOf {
    DemoPost part(List<String> entries);
  }

  private void add(DemoPost post) {
    posts.add(post);
    alerts += post.alerts();
  }
}
