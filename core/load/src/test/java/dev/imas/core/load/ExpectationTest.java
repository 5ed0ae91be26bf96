package dev.imas.core.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Disposition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tool's expectations, against a server that follows the rules of event order. */
class ExpectationTest {

  private static final long START = 1_800_000_000_000L;

  /** One event as the server sees it. */
  private record Event(long number, boolean firing, long startedAt) {}

  /** An alert as the server has it. */
  private record Row(boolean firing, long startedAt) {}

  /** Names of episodes and recoveries, as in the ADR about event order. */
  private static final class Server {
    private final Map<Long, Row> rows = new HashMap<>();
    private final Map<Disposition, Long> counted = new EnumMap<>(Disposition.class);

    void commit(Event event) {
      counted.merge(judge(event), 1L, Long::sum);
    }

    private Disposition judge(Event event) {
      Row row = rows.get(event.number);
      if (row == null) {
        rows.put(event.number, new Row(event.firing, event.startedAt));
        return event.firing ? Disposition.OPENED : Disposition.STALE;
      }
      boolean newer = event.startedAt > row.startedAt;
      if (event.firing && row.firing) {
        rows.put(event.number, new Row(true, Math.max(row.startedAt, event.startedAt)));
        return Disposition.DEDUPLICATED;
      }
      if (event.firing) {
        if (!newer) {
          return Disposition.STALE;
        }
        rows.put(event.number, new Row(true, event.startedAt));
        return Disposition.REOPENED;
      }
      if (row.firing) {
        if (event.startedAt < row.startedAt) {
          return Disposition.STALE;
        }
        rows.put(event.number, new Row(false, event.startedAt));
        return Disposition.RESOLVED;
      }
      if (event.startedAt == row.startedAt) {
        return Disposition.DEDUPLICATED;
      }
      if (newer) {
        rows.put(event.number, new Row(false, event.startedAt));
      }
      return Disposition.STALE;
    }

    CoreReader.Ledger ledger() {
      long sum = counted.values().stream().mapToLong(Long::longValue).sum();
      return new CoreReader.Ledger(sum, counted, 0);
    }

    CoreReader.Stored stored() {
      long firing = rows.values().stream().filter(Row::firing).count();
      return new CoreReader.Stored(firing, rows.size() - firing);
    }
  }

  private final Server server = new Server();

  @Test
  void whatIsAllAcknowledgedIsKnownExactly() {
    for (AlertStream stream : streams(5)) {
      Server own = new Server();
      for (int i = 0; i < 4_000; i++) {
        request(stream, i).forEach(own::commit);
        stream.settle(true);
      }
      Expectation sent = stream.expectation();
      assertThat(sent.sent()).isEqualTo(12_000).isEqualTo(sent.acknowledged());
      Reckoning reckoning = Reckoning.of(sent, own.ledger(), own.stored());
      assertThat(reckoning.lines()).allSatisfy(l -> assertThat(l.least()).isEqualTo(l.most()));
      assertThat(reckoning.lines()).allMatch(Reckoning.Line::holds);
      assertThat(own.counted.get(Disposition.RESOLVED)).isGreaterThan(500);
    }
  }

  /** Without an answer: committed at once, never, or only after later posts. */
  @Test
  void whatIsNotAcknowledgedMayBeThereOrNot() {
    for (int seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      for (AlertStream stream : streams(seed)) {
        Server own = new Server();
        List<Event> late = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
          List<Event> request = request(stream, i);
          boolean answered = random.nextInt(5) > 0;
          if (answered || random.nextBoolean()) {
            request.forEach(own::commit);
          } else if (random.nextBoolean()) {
            late.addAll(request);
          }
          stream.settle(answered);
          while (!late.isEmpty() && random.nextInt(3) == 0) {
            own.commit(late.removeFirst());
          }
        }
        Reckoning reckoning = Reckoning.of(stream.expectation(), own.ledger(), own.stored());
        assertThat(reckoning.lines())
            .as("seed %s, %s", seed, stream)
            .allMatch(Reckoning.Line::holds);
      }
    }
  }

  @Test
  void oneAlertTooManyOrTooFewIsNoticed() {
    AlertStream stream = new RepeatingAlerts(0, 1, 10, 0.2, 3, 7);
    for (int i = 0; i < 100; i++) {
      request(stream, i).forEach(server::commit);
      stream.settle(true);
    }
    Expectation sent = stream.expectation();
    assertThat(Reckoning.of(sent, server.ledger(), server.stored()).holds()).isTrue();

    server.commit(new Event(3, true, START));
    assertThat(Reckoning.of(sent, server.ledger(), server.stored()).holds()).isFalse();
    server.counted.merge(Disposition.DEDUPLICATED, -2L, Long::sum);
    assertThat(Reckoning.of(sent, server.ledger(), server.stored()).holds()).isFalse();
    server.counted.merge(Disposition.DEDUPLICATED, 1L, Long::sum);
    assertThat(
            Reckoning.of(sent, server.ledger(), new CoreReader.Stored(0, 0)).lines().stream()
                .filter(line -> !line.holds())
                .map(Reckoning.Line::name))
        .contains("alerts firing");
  }

  @Test
  void theShareOfChangesIsWhatWasAskedFor() {
    RepeatingAlerts stream = new RepeatingAlerts(0, 1, 1_000, 0.1, 1, 3);
    for (int i = 0; i < 101_000; i++) {
      stream.next(START + i);
      stream.settle(true);
    }
    Expectation sent = stream.expectation();
    long changes = sent.most(Disposition.RESOLVED) + sent.most(Disposition.REOPENED);
    assertThat(changes / 100_000.0).isBetween(0.09, 0.11);
  }

  @Test
  void noEventLiesAheadOfTheClockByMoreThanAMillisecondHoweverFastTheyCome() {
    RepeatingAlerts stream = new RepeatingAlerts(0, 1, 1, 0.5, 1, 3);
    for (int i = 0; i < 10_000; i++) {
      long now = START + i / 100;
      stream.next(now);
      assertThat(stream.observedAt()).isBetween(now, now + 1);
      stream.settle(true);
    }
  }

  @Test
  void equalSeedsMakeEqualEvents() {
    List<Event> first = new ArrayList<>();
    List<Event> second = new ArrayList<>();
    AlertStream one = new RepeatingAlerts(0, 1, 50, 0.3, 3, 11);
    AlertStream other = new RepeatingAlerts(0, 1, 50, 0.3, 3, 11);
    for (int i = 0; i < 100; i++) {
      first.addAll(request(one, i));
      second.addAll(request(other, i));
      one.settle(true);
      other.settle(true);
    }
    assertThat(first).isEqualTo(second);
  }

  private static List<AlertStream> streams(long seed) {
    return List.of(
        new RepeatingAlerts(2, 3, 8, 0.4, 3, seed), new DistinctAlerts(1, 2, 0.2, 3, seed));
  }

  private static List<Event> request(AlertStream stream, int at) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      stream.next(START + 10L * at);
      events.add(new Event(stream.number(), stream.firing(), stream.startedAt()));
    }
    return events;
  }
}
