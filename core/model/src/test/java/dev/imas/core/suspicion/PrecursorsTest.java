package dev.imas.core.suspicion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imas.core.suspicion.Precursors.Change;
import dev.imas.core.suspicion.Precursors.Found;
import dev.imas.core.suspicion.Precursors.Trait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrecursorsTest {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = FROM.plus(Duration.ofDays(10));
  private static final Trait SHOP = new Trait("repository", "acme/shop");
  private static final Trait DOCS = new Trait("repository", "acme/docs");

  private static Instant at(double hours) {
    return FROM.plusMillis((long) (hours * 3_600_000));
  }

  @Test
  void shareIsOfIncidentsAndTheBaseRateOfTime() {
    List<Change> changes = new ArrayList<>();
    // Two overlap, so that 3.5 of 240 hours lie within an hour after one.
    for (double hour : new double[] {10, 50, 50.5, 100}) {
      changes.add(new Change(at(hour), List.of(SHOP)));
    }
    List<Instant> incidents = List.of(at(10.2), at(50.9), at(101.5), at(200));

    List<Found> found = Precursors.find(FROM, TO, incidents, changes, 10);

    assertThat(found).hasSize(1);
    Found one = found.getFirst();
    assertThat(one.changes()).isEqualTo(4);
    assertThat(one.incidents()).isEqualTo(2);
    assertThat(one.share()).isEqualTo(0.5);
    assertThat(one.baseRate()).isCloseTo(3.5 / 240, within(1e-9));
    assertThat(one.lift()).isCloseTo(0.5 / (3.5 / 240), within(1e-6));
    assertThat(one.lowestShare()).as("Wilson, for 2 of 4").isCloseTo(0.15, within(0.001));
  }

  @Test
  void changeAnHourAndMoreBeforeOrAfterIsNotBefore() {
    List<Change> changes = List.of(new Change(at(10), List.of(SHOP)));
    assertThat(Precursors.find(FROM, TO, List.of(at(11), at(11)), changes, 10)).hasSize(1);
    assertThat(Precursors.find(FROM, TO, List.of(at(11.01), at(9.99)), changes, 10)).isEmpty();
  }

  @Test
  void oneIncidentIsNoPatternAndNothingIsNothing() {
    List<Change> changes = List.of(new Change(at(10), List.of(SHOP)));
    assertThat(Precursors.find(FROM, TO, List.of(at(10.1)), changes, 10)).isEmpty();
    assertThat(Precursors.find(FROM, TO, List.of(), changes, 10)).isEmpty();
    assertThat(Precursors.find(FROM, TO, List.of(at(1)), List.of(), 10)).isEmpty();
  }

  @Test
  void whatIsChangedAllTheTimeComesAfterWhatCausesIncidents() {
    Random random = new Random(47);
    List<Change> changes = new ArrayList<>();
    List<Instant> incidents = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      double hour = 240 * random.nextDouble();
      changes.add(new Change(at(hour), List.of(SHOP)));
      incidents.add(at(hour + 0.5 * random.nextDouble()));
    }
    for (int i = 0; i < 200; i++) {
      changes.add(new Change(at(240 * random.nextDouble()), List.of(DOCS)));
    }
    List<Found> found = Precursors.find(FROM, TO, incidents, changes, 10);
    assertThat(found.getFirst().trait()).isEqualTo(SHOP);
    assertThat(found.getFirst().lift()).isGreaterThan(10);
    assertThat(found)
        .filteredOn(one -> one.trait().equals(DOCS))
        .allSatisfy(one -> assertThat(one.lift()).isBetween(0.5, 1.8));
  }
}
