package dev.imas.e2e;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A SEV1 whose alert comes right after many alerts, each of which opens an incident of its own. Two
 * teams have a channel, a person on call, and a policy that escalates. Tells where the time of the
 * page went: until the post was answered, until intake began with it, until its incident was
 * committed, and until the page arrived.
 */
final class PageBehind {

  /** Of the custom format, for SEV1 to SEV4. */
  private static final List<String> SEVERITIES = List.of("critical", "high", "medium", "low");

  private static final int AT_ONCE = 64;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final TestDatabase database;
  private final HttpClient http;
  private final int core;
  private final String token;
  private final Function<String, Future<Integer>> post;
  private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
  private int round;

  /** What a page waited for, in milliseconds since its alert was posted. */
  private record Stages(double answered, double begun, double committed, double arrived) {}

  /**
   * @param post posts a body to the gateway; its result is the status of the answer
   */
  PageBehind(
      TestDatabase database,
      HttpClient http,
      int core,
      String token,
      Function<String, Future<Integer>> post) {
    this.database = database;
    this.http = http;
    this.core = core;
    this.token = token;
    this.post = post;
  }

  /** Somebody was paged about that incident. */
  void arrived(String title) {
    arrivals.putIfAbsent(title, System.currentTimeMillis());
  }

  /**
   * @param receiver where everybody is reached
   */
  void moveIn(String receiver) {
    for (String team : List.of("noisy", "quiet")) {
      call("POST", "/teams", new JsonObject().put("name", team));
      call("POST", "/services", service(team, team));
      database.execute(
          """
          INSERT INTO imas.user_account (tenant_id, id, username, email, role)
          SELECT tenant_id, gen_random_uuid(), 'on-call-%1$s', 'on-call-%1$s@example.org', 'responder'
            FROM imas.team WHERE name = '%1$s';
          INSERT INTO imas.user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
          SELECT tenant_id, gen_random_uuid(), id, 'Hook', 'webhook', '%2$s/person/%1$s', now()
            FROM imas.user_account WHERE username = 'on-call-%1$s';
          INSERT INTO imas.team_contact (tenant_id, id, team_id, name, channel, address, min_severity)
          SELECT tenant_id, gen_random_uuid(), id, 'chat', 'webhook', '%2$s/team/%1$s', 4
            FROM imas.team WHERE name = '%1$s'\
          """
              .formatted(team, receiver));
      call(
          "PUT",
          "/teams/"
              + database.query("SELECT id FROM imas.team WHERE name = '" + team + "'").getFirst()
              + "/stand-ins",
          new JsonObject().put("current_on_call", "on-call-" + team));
    }
    call(
        "POST",
        "/escalation-policies",
        new JsonObject(
            """
            {"name": "behind", "severities": ["SEV1", "SEV2", "SEV3"],
             "steps": [{"notify": [{"type": "oncall"}]}]}\
            """));
  }

  private static JsonObject service(String name, String team) {
    return new JsonObject().put("name", name).put("owner_team", team);
  }

  /** Prints a line for each severity of what goes before. */
  void measure(int crowd, int rounds) {
    System.out.println(
        "before it        rounds   post 202   unit begins   committed   arrived: p50        max ms"
            + "   all through ms");
    for (int severity = 1; severity <= SEVERITIES.size(); severity++) {
      measure(crowd, rounds, severity, "quiet");
    }
    measure(crowd, rounds, 2, "noisy");
    measure(crowd, rounds, 1, "noisy");
  }

  private void measure(int crowd, int rounds, int severity, String team) {
    List<Stages> all = new ArrayList<>();
    long through = 0;
    for (int i = 0; i < rounds; i++) {
      round++;
      // A service of its own, since more pages of one within a minute are folded.
      String service = team + " " + round;
      call("POST", "/services", service(service, team));
      burst(crowd, severity);
      long begun = System.currentTimeMillis();
      all.add(page("behind-" + round, service));
      Await.until("the outbox to be empty", LONGEST, this::waiting, n -> n == 0);
      through += System.currentTimeMillis() - begun;
      Await.until("the pages to be sent", LONGEST, this::unsent, n -> n == 0);
      database.execute("ANALYZE");
    }
    System.out.printf(
        Locale.ROOT,
        "%d SEV%d%-8s %5d %10.0f %13.0f %11.0f %15.0f %13.0f %16d%n",
        crowd,
        severity,
        team.equals("quiet") ? "" : ", same",
        rounds,
        median(all, Stages::answered),
        median(all, Stages::begun),
        median(all, Stages::committed),
        median(all, Stages::arrived),
        all.stream().mapToDouble(Stages::arrived).max().orElse(Double.NaN),
        through / rounds);
  }

  /** Returns when all are answered. */
  private void burst(int crowd, int severity) {
    AtomicInteger next = new AtomicInteger();
    List<Future<Void>> connections = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      connections.add(burst(next, crowd, severity));
    }
    Await.result(Future.join(connections));
  }

  private Future<Void> burst(AtomicInteger next, int crowd, int severity) {
    int number = next.getAndIncrement();
    return number >= crowd
        ? Future.succeededFuture()
        : post.apply(alert("crowd-" + round + "-" + number, "noisy", severity))
            .compose(status -> burst(next, crowd, severity));
  }

  private static String alert(String name, String service, int severity) {
    return new JsonObject()
        .put("alert_name", name)
        .put("title", name)
        .put("severity", SEVERITIES.get(severity - 1))
        .put("service", service)
        .encode();
  }

  private Stages page(String title, String service) {
    long posted = System.currentTimeMillis();
    int status = Await.result(post.apply(alert(title, service, 1)));
    long answered = System.currentTimeMillis();
    if (status >= 300) {
      throw new AssertionError("status " + status);
    }
    long arrived =
        Await.until("its page", LONGEST, () -> arrivals.getOrDefault(title, 0L), at -> at > 0);
    String incident = "(SELECT id FROM imas.incident WHERE title = '" + title + "')";
    return new Stages(
        answered - posted,
        millis("SELECT min(created_at) FROM imas.delivery WHERE incident_id = " + incident)
            - posted,
        millis(
                "SELECT min(pg_xact_commit_timestamp(xmin)) FROM imas.timeline WHERE incident_id = "
                    + incident)
            - posted,
        arrived - posted);
  }

  private double millis(String time) {
    return Double.parseDouble(
        database.query("SELECT extract(epoch FROM (" + time + ")) * 1000").getFirst());
  }

  private long waiting() {
    return database.count("SELECT count(*) FROM imas.outbox");
  }

  /** What is due now. What the rate of a receiver holds back need not be waited for. */
  private long unsent() {
    return database.count("SELECT count(*) FROM imas.delivery WHERE status = 'sending'");
  }

  private static double median(List<Stages> all, Function<Stages, Double> stage) {
    return all.stream().map(stage).sorted().toList().get(all.size() / 2);
  }

  private void call(String method, String path, JsonObject body) {
    Await.result(
        http.request(HttpMethod.valueOf(method), core, "127.0.0.1", "/api/v1" + path)
            .compose(
                request ->
                    request
                        .putHeader("Authorization", "Bearer " + token)
                        .putHeader("Content-Type", "application/json")
                        .send(Buffer.buffer(body.encode())))
            .compose(
                response ->
                    response
                        .body()
                        .map(
                            answer -> {
                              if (response.statusCode() >= 300) {
                                throw new AssertionError(path + ": " + answer);
                              }
                              return answer;
                            })));
  }
}
