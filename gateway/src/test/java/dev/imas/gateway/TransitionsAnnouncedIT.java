package dev.imas.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.fixtures.Await;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the gateway tells core over the event bus, and that the messages survive being encoded. */
class TransitionsAnnouncedIT {

  private static final List<TransitionsCommitted> HEARD = new CopyOnWriteArrayList<>();
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
    Await.result(
        gateway
            .vertx()
            .eventBus()
            .<TransitionsCommitted>consumer(
                TransitionsCommitted.ADDRESS, message -> HEARD.add(message.body()))
            .completion());
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private static List<TransitionsCommitted.Change> changesOf(String name) {
    Fingerprint fingerprint = Fingerprint.of(gateway.alert(name).fingerprint());
    return HEARD.stream()
        .flatMap(message -> message.changes().stream())
        .filter(change -> change.fingerprint().equals(fingerprint))
        .toList();
  }

  @Test
  void transitionsAreAnnouncedInOrderAndRepeatsAreNot() {
    for (String members :
        new String[] {
          "\"severity\":\"low\"",
          "\"severity\":\"low\"",
          "\"severity\":\"high\"",
          "\"severity\":\"high\"",
          "\"severity\":\"high\",\"status\":\"ok\"",
          "\"severity\":\"high\",\"status\":\"ok\"",
          "\"severity\":\"high\""
        }) {
      gateway.custom("\"name\":\"Told\"," + members);
      gateway.clock().move(java.time.Duration.ofSeconds(1));
    }

    List<TransitionsCommitted.Change> changes =
        Await.until("four changes", () -> changesOf("Told"), all -> all.size() >= 4);

    assertThat(changes.stream().map(TransitionsCommitted.Change::kind))
        .containsExactly(
            TransitionKind.OPENED,
            TransitionKind.SEVERITY_CHANGED,
            TransitionKind.RESOLVED,
            TransitionKind.REOPENED);
    assertThat(changes.stream().map(TransitionsCommitted.Change::seq)).containsExactly(1, 2, 3, 4);
    assertThat(changes).allMatch(change -> change.tenant().equals(gateway.tenant()));
    assertThat(changes.getFirst().severity()).isEqualTo(Severity.SEV4_LOW);
  }

  @Test
  void everyAnnouncedTransitionIsInTheOutboxToo() {
    gateway.custom("\"name\":\"Boxed\"");
    gateway.custom("\"name\":\"Boxed\"");
    gateway.custom("\"name\":\"Boxed\",\"status\":\"ok\"");

    assertThat(
            gateway
                .database()
                .query(
                    "SELECT o.kind || ' ' || o.seq FROM outbox o JOIN alert a"
                        + " USING (tenant_id, fingerprint) WHERE a.name = 'Boxed' ORDER BY o.id"))
        .containsExactly("1 1", "3 2");
  }

  @Test
  void largeBatchNamesTheFirstChangesAndTheOutboxHasAll() {
    int before = HEARD.size();

    gateway.post(TestGateway.ALERTMANAGER, TestGateway.storm("Many", 600));

    Await.until("a message", HEARD::size, size -> size > before);
    assertThat(HEARD).allMatch(message -> message.changes().size() <= TransitionsCommitted.MOST);
    assertThat(
            gateway
                .database()
                .count(
                    "SELECT count(*) FROM outbox o JOIN alert a USING (tenant_id, fingerprint)"
                        + " WHERE a.name = 'Many'"))
        .isEqualTo(600);
  }

  @Test
  void nobodyListeningIsNoFault() {
    try (TestGateway alone = TestGateway.start("gateway.event-loops", "1")) {
      assertThat(alone.custom("\"name\":\"Unheard\"").status()).isEqualTo(202);
      alone.ledgerBalances();
    }
  }

  // Codecs

  private interface Register {
    void on(EventBus bus);
  }

  /** Decodes it as the other end of a clustered bus does, with other bytes before it. */
  private static <T> T overTheWire(Register register, T message) {
    MessageCodec<T, T> codec = codecOf(register);
    Buffer wire = Buffer.buffer("prefix");
    codec.encodeToWire(wire, message);
    wire.appendString("suffix");
    return codec.decodeFromWire(6, wire);
  }

  /** Uses the registered codec: a bus that is not clustered never encodes a message. */
  @SuppressWarnings("unchecked")
  private static <T> MessageCodec<T, T> codecOf(Register register) {
    AtomicReference<MessageCodec<T, T>> codec = new AtomicReference<>();
    register.on(
        (EventBus)
            Proxy.newProxyInstance(
                EventBus.class.getClassLoader(),
                new Class<?>[] {EventBus.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("registerDefaultCodec");
                  codec.set((MessageCodec<T, T>) arguments[1]);
                  return proxy;
                }));
    return Objects.requireNonNull(codec.get());
  }

  @Test
  void transitionsSurviveTheWire() {
    TransitionsCommitted message =
        new TransitionsCommitted(
            IntStream.range(0, 300)
                .mapToObj(
                    i ->
                        new TransitionsCommitted.Change(
                            UUID.randomUUID(),
                            new Fingerprint(-i, i),
                            i,
                            TransitionKind.of(1 + i % 6),
                            Severity.of(1 + i % 4)))
                .toList());

    assertThat(message.changes()).hasSize(TransitionsCommitted.MOST);
    assertThat(overTheWire(TransitionsCommitted::registerOn, message)).isEqualTo(message);
  }

  @Test
  void deliveriesSurviveTheWire() {
    DeliveriesQueued message = new DeliveriesQueued(7, Severity.SEV2_HIGH);

    assertThat(overTheWire(DeliveriesQueued::registerOn, message)).isEqualTo(message);
  }

  @Test
  void replaySurvivesTheWire() {
    ReplayRequested message =
        new ReplayRequested(
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            "vera",
            "grafana",
            true,
            Instant.parse("2026-01-02T03:04:05.678901Z"),
            Buffer.buffer("{\"é\":0}"));

    assertThat(overTheWire(ReplayRequested::registerOn, message)).isEqualTo(message);
  }
}
