package dev.imas.core.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.figures.ReadingPlan.Packed;
import dev.imas.core.figures.ReadingPlan.Rows;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each moment of a time is read once: from packed months where it can be, else from incidents. */
class ReadingPlanTest {

  private static final Instant MARCH_10 = Instant.parse("2026-03-10T00:00:00Z");
  private static final Instant JUNE_5 = Instant.parse("2026-06-05T12:00:00Z");

  private static PackedMonth month(int number) {
    return new PackedMonth(LocalDate.of(2026, number, 1), 10, null, true, false);
  }

  private static PackedMonth changed(int number) {
    return new PackedMonth(LocalDate.of(2026, number, 1), 10, null, true, true);
  }

  private static Instant at(String date) {
    return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static ReadingPlan plan(
      List<PackedMonth> months, @Nullable Instant removedBefore, boolean withEarlier) {
    return ReadingPlan.of(
        new Span(MARCH_10, JUNE_5, ZoneOffset.UTC),
        months,
        removedBefore,
        Instant.EPOCH,
        withEarlier);
  }

  @Test
  void withoutPackedMonthsIncidentsAreReadMonthByMonth() {
    assertThat(plan(List.of(), null, false).pieces())
        .containsExactly(
            new Rows(MARCH_10, at("2026-04-01"), null),
            new Rows(at("2026-04-01"), at("2026-05-01"), null),
            new Rows(at("2026-05-01"), at("2026-06-01"), null),
            new Rows(at("2026-06-01"), JUNE_5, null));
  }

  @Test
  void packedMonthsAreReadTogetherAndThePresentOneFromIncidents() {
    assertThat(plan(List.of(month(2), month(3), month(4), month(5)), null, false).pieces())
        .containsExactlyInAnyOrder(
            new Packed(
                List.of(
                    LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1), LocalDate.of(2026, 5, 1))),
            new Rows(at("2026-06-01"), JUNE_5, null));
  }

  @Test
  void aMonthThatHasChangedIsReadFromIncidents() {
    assertThat(plan(List.of(month(3), changed(4), month(5)), null, false).pieces())
        .containsExactlyInAnyOrder(
            new Packed(List.of(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 5, 1))),
            new Rows(at("2026-04-01"), at("2026-05-01"), null),
            new Rows(at("2026-06-01"), JUNE_5, null));
  }

  @Test
  void whereIncidentsWereRemovedTheMonthStaysAsItWasPacked() {
    ReadingPlan plan = plan(List.of(month(3), changed(4), month(5)), at("2026-04-20"), false);
    assertThat(plan.pieces())
        .containsExactlyInAnyOrder(
            new Packed(
                List.of(
                    LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1), LocalDate.of(2026, 5, 1))),
            new Rows(at("2026-06-01"), JUNE_5, null));
    assertThat(plan.completeSince()).isEqualTo(at("2026-03-01"));
  }

  @Test
  void aMonthThatWasPackedTooLateMakesNothingComplete() {
    PackedMonth late = new PackedMonth(LocalDate.of(2026, 4, 1), 10, null, false, false);
    assertThat(plan(List.of(month(3), late), at("2026-04-20"), false).completeSince())
        .isEqualTo(at("2026-04-20"));
    assertThat(plan(List.of(month(3), late), null, false).completeSince()).isNull();
  }

  @Test
  void whatWasResolvedInTheTimeIsReadOfEarlierMonthsToo() {
    PackedMonth over = new PackedMonth(LocalDate.of(2026, 1, 1), 10, at("2026-02-03"), true, false);
    PackedMonth reaching =
        new PackedMonth(LocalDate.of(2026, 2, 1), 10, at("2026-04-03"), true, false);
    assertThat(plan(List.of(over, reaching, month(3), month(4), month(5)), null, true).pieces())
        .containsExactlyInAnyOrder(
            new Rows(Instant.EPOCH, at("2026-01-01"), MARCH_10),
            new Packed(
                List.of(
                    LocalDate.of(2026, 2, 1),
                    LocalDate.of(2026, 3, 1),
                    LocalDate.of(2026, 4, 1),
                    LocalDate.of(2026, 5, 1))),
            new Rows(at("2026-06-01"), JUNE_5, null));
  }

  @Test
  void packedMonthsAreReadUpToABoundAtOnce() {
    PackedMonth large =
        new PackedMonth(LocalDate.of(2026, 3, 1), ReadingPlan.MOST_AT_ONCE, null, true, false);
    assertThat(plan(List.of(large, month(4), month(5)), null, false).pieces().getFirst())
        .isEqualTo(new Packed(List.of(LocalDate.of(2026, 3, 1))));
  }

  @Test
  void nothingIsReadOfTheTimeBeforeTheFirstIncident() {
    Span span = new Span(MARCH_10, JUNE_5, ZoneOffset.UTC);
    assertThat(ReadingPlan.of(span, List.of(), null, at("2026-05-20"), true).pieces())
        .containsExactly(
            new Rows(at("2026-05-20"), at("2026-06-01"), null),
            new Rows(at("2026-06-01"), JUNE_5, null));
    assertThat(ReadingPlan.of(span, List.of(), null, null, true).pieces()).isEmpty();
  }
}
