package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.Disposition;
import dev.imas.core.model.Labels;
import dev.imas.fixtures.Await;
import dev.imas.gateway.commit.TestCommitters.Said;
import dev.imas.gateway.decode.Bodies;
import dev.imas.gateway.decode.DeploymentFact;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Facts are stored with the batch that they came in, and come to the same in any order. */
class FactsIT {

  private static final int ORDERS = 100;

  private static final List<String> FILES =
      List.of(
          "github/deployment-created.json",
          "github/deployment-status-in-progress.json",
          "github/deployment-status-of-77.json",
          "github/deployment-status-inactive.json",
          "github/deployment-status.json",
          "github/push-of-two-commits.json",
          "gitlab/deployment-running.json",
          "gitlab/deployment-of-production.json",
          "gitlab/deployment-failed.json",
          "gitlab/push-event.json",
          "jenkins/deploy-started.json",
          "jenkins/deploy-success.json",
          "argocd/running.json",
          "argocd/failed.json",
          "argocd/succeeded.json");

  private TestCommitters committers;

  @BeforeEach
  void start() {
    committers =
        new TestCommitters(
            2,
            new CommitterConfig(
                100, Duration.ofMillis(500), Duration.ofSeconds(25), 10, Duration.ofSeconds(15)));
  }

  @AfterEach
  void stop() {
    committers.close();
  }

  /** A post, and the name that its sender gave it. */
  private record Posted(List<Element> read, byte[] body, @Nullable String delivery) {}

  private String deployments() {
    return String.join(
        "\n",
        committers.database.query(
            """
            SELECT concat_ws(' ', state, state_at AT TIME ZONE 'UTC', environment, coalesce(tier, 0), repository, repository_id, sha,
                             ref, actor, url, labels, started_at AT TIME ZONE 'UTC', finished_at AT TIME ZONE 'UTC', transitions)
              FROM deployment ORDER BY key\
            """));
  }

  private String pushes() {
    return String.join(
        "\n",
        committers.database.query(
            "SELECT concat_ws(' ', ref, before, after, total, sha, committed_at, author, title)"
                + " FROM push ORDER BY key"));
  }

  private void forgetAll() {
    committers.database.execute("DELETE FROM deployment");
    committers.database.execute("DELETE FROM push");
    committers.database.execute("DELETE FROM received_delivery");
  }

  @Test
  void everyBodyThreeTimesInAnyOrderOverTwoGatewaysWithKillsIsOneEnd() {
    List<Posted> bodies = new ArrayList<>();
    for (String file : FILES) {
      bodies.add(new Posted(Bodies.read(file), Bodies.file(file), file));
    }
    String deployments = "";
    String pushes = "";
    int killed = 0;
    for (int order = 0; order < ORDERS; order++) {
      forgetAll();
      List<Posted> thrice = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        thrice.addAll(bodies);
      }
      Collections.shuffle(thrice, new Random(order));
      killed += post(thrice, order % 2 == 0, order % 5 == 4);
      if (order == 0) {
        deployments = deployments();
        pushes = pushes();
        assertThat(deployments.lines()).hasSize(6);
        assertThat(pushes.lines()).hasSize(2);
      }
      assertThat(deployments()).as("order %d", order).isEqualTo(deployments);
      assertThat(pushes()).as("order %d", order).isEqualTo(pushes);
    }
    assertThat(killed).isPositive();
    assertThat(deployments)
        .contains("4 2026-05-01 10:05:00 production 1 acme/shop 1 f95f852bd8fca8fcc58a9a2d6c842781")
        .contains("279484c09fbe69ededfced8c1bb6e6d24616b468")
        .contains("4 production 0 acme/shop");
    committers.ledgerBalances();
  }

  /**
   * Posts them one after the other to two gateways in turn, and again until they are committed.
   *
   * @return how many were not committed at the first try
   */
  private int post(List<Posted> all, boolean named, boolean kill) {
    int failed = 0;
    List<Posted> open = all;
    for (int round = 0; !open.isEmpty(); round++) {
      assertThat(round).as("rounds of %s", open).isLessThan(500);
      List<Future<Submission>> sent = new ArrayList<>();
      for (Posted posted : open) {
        sent.add(
            committers.submit(
                sent.size() % 2, posted.read(), named ? posted.delivery() : null, posted.body()));
        if (kill && round == 0 && sent.size() % 20 == 10) {
          committers.database.execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                  + " current_database() AND application_name LIKE 'imas-ingest-%'");
        }
      }
      List<Posted> again = new ArrayList<>();
      for (int i = 0; i < sent.size(); i++) {
        Future<Submission> one = sent.get(i);
        Await.until("an answer", one::isComplete, done -> done);
        if (one.failed()) {
          again.add(open.get(i));
        }
      }
      failed += again.size();
      open = again;
    }
    return failed;
  }

  @Test
  void deliveryThatIsRepeatedIsAcknowledgedAndTellsItsChangesOnce() {
    String push = "github/push-of-two-commits.json";
    List<Element> read = Bodies.read(push);

    Submission first = Await.result(committers.submit(0, read, "d-1", Bodies.file(push)));
    Submission again = Await.result(committers.submit(1, read, "d-1", Bodies.file(push)));
    Submission other = Await.result(committers.submit(1, read, "d-2", Bodies.file(push)));

    assertThat(first.count(Disposition.CHANGE)).isEqualTo(1);
    assertThat(again.count(Disposition.CHANGE)).isZero();
    assertThat(again.count(Disposition.DROPPED)).isEqualTo(1);
    assertThat(other.count(Disposition.CHANGE)).isEqualTo(1);
    assertThat(
            committers.database.query(
                "SELECT kind || ' ' || count(*) FROM side_event GROUP BY kind ORDER BY kind"))
        .containsExactly("1 1", "2 2");
    assertThat(committers.database.count("SELECT count(*) FROM push")).isEqualTo(1);
    assertThat(committers.count("imas_ingest_deliveries_repeated_total")).isEqualTo(1);
    committers.ledgerBalances();

    committers.clock.move(Duration.ofDays(8));
    Submission later = Await.result(committers.submit(0, read, "d-1", Bodies.file(push)));
    assertThat(later.count(Disposition.CHANGE)).as("a name counts for seven days").isEqualTo(1);
  }

  /** One id for two bodies, as a proxy may give: nothing is lost. */
  @Test
  void nameThatASenderGivesTwoBodiesIsNoRepeat() {
    for (String file : List.of("github/push.json", "github/push-of-two-commits.json")) {
      Await.result(committers.submit(0, Bodies.read(file), "same", Bodies.file(file)));
    }
    assertThat(committers.database.count("SELECT count(*) FROM push")).isEqualTo(2);
  }

  @Test
  void factIsStoredAlsoWhereItsAlertIsStale() {
    String file = "github/deployment-status-of-77.json";
    Submission submission =
        Await.result(committers.submit(0, Bodies.read(file), "x", Bodies.file(file)));
    assertThat(submission.count(Disposition.STALE)).isEqualTo(1);
    assertThat(committers.database.query("SELECT state || environment FROM deployment"))
        .containsExactly("4production");
    committers.ledgerBalances();
  }

  /** Random transitions of one deployment, in random batches, against the rule in plain words. */
  @Test
  void latestTimeCountsAndOfOneTimeTheGreatestState() {
    for (int seed = 0; seed < 40; seed++) {
      forgetAll();
      Random random = new Random(seed);
      List<DeploymentFact> told = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        told.add(
            fact(
                DeploymentState.of(1 + random.nextInt(6)),
                random.nextInt(4) == 0
                    ? IncomingAlert.NONE
                    : (1_777_629_600L + random.nextInt(3)) * 1_000_000));
      }
      List<DeploymentFact> posted = new ArrayList<>(told);
      posted.addAll(told);
      Collections.shuffle(posted, random);
      List<Future<Submission>> sent = new ArrayList<>();
      for (int from = 0; from < posted.size(); ) {
        int to = Math.min(posted.size(), from + 1 + random.nextInt(5));
        sent.add(
            committers.submit(
                random.nextInt(2), List.copyOf(posted.subList(from, to)), null, new byte[] {1}));
        from = to;
      }
      Await.result(Future.all(sent));

      DeploymentFact counts =
          Collections.max(
              told,
              Comparator.comparingLong(DeploymentFact::atMicros)
                  .thenComparing(DeploymentFact::state));
      assertThat(committers.database.query("SELECT state FROM deployment"))
          .as("seed %d", seed)
          .containsExactly(Integer.toString(counts.state().number()));
      assertThat(committers.database.query("SELECT transitions FROM deployment"))
          .containsExactly(
              Long.toString(
                  told.stream().map(f -> f.state() + " " + f.atMicros()).distinct().count()));
    }
  }

  private static DeploymentFact fact(DeploymentState state, long at) {
    return new DeploymentFact(
        "one",
        state,
        at,
        "production",
        null,
        "acme/shop",
        "",
        "",
        "",
        "",
        "",
        "",
        IncomingAlert.NONE,
        IncomingAlert.NONE,
        Labels.EMPTY,
        0,
        1);
  }

  /** What has no fact is sent as before: by the same statement, with the same arguments. */
  @Test
  void batchWithoutFactsIsSentAsBefore() {
    Batch plain = Batch.of(List.of(), List.of());
    assertThat(plain.hasFacts()).isFalse();
    assertThat(IngestStatement.of(plain)).isSameAs(IngestStatement.ANY);
    Submission submission = Await.result(committers.submit(0, List.of(Said.firing("plain"))));
    assertThat(submission.facts()).isSameAs(PostedFacts.NONE);
    assertThat(submission.hasExtras()).isFalse();
    Tuple arguments = Tuple.tuple();
    IngestStatement.addBeside(arguments, plain);
    assertThat(arguments.size()).isZero();
  }
}
