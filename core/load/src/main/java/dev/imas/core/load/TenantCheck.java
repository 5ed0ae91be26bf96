package dev.imas.core.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads each tenant's ledger before and after the storm, and the alerts stored from it. If the
 * tenant has other posts meanwhile, they are in the ledger, too, so the check fails.
 */
final class TenantCheck {

  /**
   * A commit that was not answered may still be in progress, for as long as the gateway's timeout.
   */
  private static final Duration SETTLE = Duration.ofSeconds(15);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String run;

  /** The senders by the reader of their tenant. */
  private final Map<CoreReader, List<Integer>> senders = new LinkedHashMap<>();

  private final Map<CoreReader, CoreReader.Ledger> before = new LinkedHashMap<>();

  private TenantCheck(String run) {
    this.run = run;
  }

  /**
   * Tests keys and tokens, and reads the ledgers.
   *
   * @throws StormFailure if IMAS does not answer or refuses
   */
  static TenantCheck begin(LoadPlan plan, String run) {
    TenantCheck check = new TenantCheck(run);
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .sslContext(plan.settings().tls())
            .build();
    if (plan.target() == LoadPlan.Target.IMAS) {
      plan.senders().forEach(sender -> tryKey(client, plan, sender.key()));
    }
    Map<String, CoreReader> readers = new LinkedHashMap<>();
    for (int sender = 0; sender < plan.tokens().size(); sender++) {
      CoreReader reader =
          readers.computeIfAbsent(
              plan.tokens().get(sender), token -> new CoreReader(client, plan.core(), token));
      check.senders.computeIfAbsent(reader, none -> new ArrayList<>()).add(sender);
    }
    readers.values().forEach(reader -> check.before.put(reader, reader.ledger()));
    return check;
  }

  /** Posts a body without alerts, which no counter counts. */
  private static void tryKey(HttpClient client, LoadPlan plan, @Nullable String key) {
    String body = plan.shape().format().emptyBody();
    if (body == null) {
      return;
    }
    URI uri = URI.create(plan.url().uri() + plan.shape().format().path());
    try {
      HttpRequest.Builder post =
          HttpRequest.newBuilder(uri)
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body));
      if (plan.shape().isTest()) {
        post.header("X-IMAS-Test", "true");
      }
      HttpResponse<String> answer = client.send(post.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 == 4) {
        throw new StormFailure(
            StormFailure.NO_ANSWER,
            "IMAS's gateway refuses a post ("
                + answer.statusCode()
                + "): "
                + answer.body().strip()
                + System.lineSeparator()
                + "Give the source key that IMAS showed at its first start with --key, or in"
                + " IMAS_BOOTSTRAP_SOURCE_KEY.");
      }
    } catch (IOException e) {
      throw new StormFailure(
          StormFailure.NO_ANSWER,
          "No server answers at " + plan.url().uri() + ". Is IMAS running, and is --url right?");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StormFailure(StormFailure.INTERRUPTED, "Interrupted.");
    }
  }

  /** One reckoning for each tenant; empty if nothing is checked. */
  List<Reckoning> reckon(LoadGenerator generator) {
    List<Reckoning> reckonings = new ArrayList<>();
    senders.forEach(
        (reader, own) -> {
          Expectation sent = new Expectation();
          own.forEach(sender -> sent.add(generator.expectation(sender)));
          reckonings.add(reckon(reader, sent));
        });
    return reckonings;
  }

  private Reckoning reckon(CoreReader reader, Expectation sent) {
    CoreReader.Ledger first = before.get(reader);
    if (first == null) {
      throw new IllegalStateException("no ledger was read");
    }
    CoreReader.Ledger now = patiently(reader);
    if (sent.acknowledged() < sent.sent()) {
      now = settled(reader, now);
    }
    return Reckoning.of(sent, now.since(first), reader.stored(AlertFormat.RUN_LABEL, run));
  }

  /** Retries for a while, since a core that stopped during the storm may be restarting. */
  private static CoreReader.Ledger patiently(CoreReader reader) {
    long until = System.nanoTime() + SETTLE.toNanos();
    while (true) {
      try {
        return reader.ledger();
      } catch (StormFailure e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        pause();
      }
    }
  }

  private static CoreReader.Ledger settled(CoreReader reader, CoreReader.Ledger first) {
    long until = System.nanoTime() + SETTLE.toNanos();
    CoreReader.Ledger last = first;
    while (System.nanoTime() < until) {
      pause();
      CoreReader.Ledger now = reader.ledger();
      if (now.equals(last)) {
        return now;
      }
      last = now;
    }
    return last;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StormFailure(StormFailure.INTERRUPTED, "Interrupted.");
    }
  }
}
