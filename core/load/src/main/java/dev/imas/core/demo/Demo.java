package dev.imas.core.demo;

import dev.imas.core.platform.Terminal;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Posts a storm to a running IMAS, waits until it is processed, and shows the result. */
public final class Demo {

  private static final Duration POLL = Duration.ofMillis(500);

  private final Http gateway;
  private final Http core;
  private final PrintWriter out;
  private final Terminal terminal;

  /** If a person watches {@code terminal}, a line shows the progress. */
  public Demo(
      URI gateway,
      String key,
      URI core,
      String token,
      SSLContext tls,
      PrintWriter out,
      Terminal terminal) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .sslContext(tls)
            .build();
    this.gateway =
        new Http(
            client,
            "gateway",
            gateway,
            key,
            "Give the source key that IMAS showed at its first start with --key, or in"
                + " IMAS_BOOTSTRAP_SOURCE_KEY.");
    this.core =
        new Http(
            client,
            "core",
            core,
            token,
            "Give the admin token that IMAS showed at its first start with --token, or in"
                + " IMAS_BOOTSTRAP_ADMIN_TOKEN.");
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * @param run distinguishes this storm's alerts from all others; letters and digits
   * @param patience how long to wait at most until all pages are sent
   * @return whether the ledger balances, nothing is missing from it, and every firing alert has an
   *     incident
   * @throws DemoFailure if IMAS does not answer or refuses a request
   */
  public boolean run(int size, String run, Duration patience) {
    DemoOutcome before = DemoOutcome.read(core);
    Instant begun = Instant.now();
    List<DemoPost> posts = DemoStorm.of(size, run, begun);
    Map<String, int[]> bySender = new LinkedHashMap<>();
    int again = 0;
    int posted = 0;
    for (DemoPost post : posts) {
      progress("Posting: %d of %d", posted++, posts.size());
      again += gateway.post(post.path(), post.contentType(), post.body());
      int[] sums = bySender.computeIfAbsent(post.sender(), sender -> new int[2]);
      sums[0]++;
      sums[1] += post.alerts();
    }
    progressEnds();
    Duration took = Duration.between(begun, Instant.now());
    out.printf("Posted %d alerts in %d posts, %d ms:%n", size, posts.size(), took.toMillis());
    bySender.forEach(
        (sender, sums) -> out.printf("  %-18s %5d alerts in %d posts%n", sender, sums[1], sums[0]));
    if (again > 0) {
      out.printf("  IMAS answered 503 %d times, and the post was sent again%n", again);
    }
    out.println();
    out.flush();
    DemoOutcome after = settled(before, patience);
    new DemoReport(before, after, size, terminal).print(out);
    return after.imbalance() == 0
        && after.unfollowed() == 0
        && after.accepted() - before.accepted() >= size;
  }

  private void progress(String format, Object... values) {
    if (terminal.watched()) {
      out.print("\r" + String.format(Locale.ROOT, format, values) + "\u001b[K");
      out.flush();
    }
  }

  private void progressEnds() {
    if (terminal.watched()) {
      out.print("\r\u001b[K");
    }
  }

  private DemoOutcome settled(DemoOutcome before, Duration patience) {
    long begun = System.nanoTime();
    DemoOutcome last = DemoOutcome.read(core);
    while (System.nanoTime() - begun < patience.toNanos()) {
      progress(
          "Following: %d incidents, %d pages",
          last.incidentsSince(before).size(),
          last.deliveriesSince(before).values().stream().mapToInt(Integer::intValue).sum());
      Http.sleep(POLL);
      DemoOutcome now = DemoOutcome.read(core);
      if (now.isSettled(before) && now.equals(last)) {
        break;
      }
      last = now;
    }
    progressEnds();
    return last;
  }
}
