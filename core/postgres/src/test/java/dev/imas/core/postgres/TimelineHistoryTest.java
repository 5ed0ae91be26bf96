package dev.imas.core.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimelineHistoryTest {

  /** As PostgreSQL writes it: the third timeline left the second in its file 6, at 0/6800000. */
  private static final TimelineHistory THIRD =
      TimelineHistory.read(
          3, "1\t0/3000148\tno recovery target specified\n\n2\t0/6800000\tbefore 2026-01-06\n");

  @Test
  void aSegmentIsOfTheNewestTimelineThatHasBegunInIt() {
    assertThat(THIRD.segment(2)).isEqualTo(new WalSegment(1, 2));
    assertThat(THIRD.segment(3)).isEqualTo(new WalSegment(2, 3));
    assertThat(THIRD.segment(5)).isEqualTo(new WalSegment(2, 5));
    assertThat(THIRD.segment(6)).isEqualTo(new WalSegment(3, 6));
    assertThat(THIRD.segment(900)).isEqualTo(new WalSegment(3, 900));
    assertThat(TimelineHistory.of(1).segment(900)).isEqualTo(new WalSegment(1, 900));
  }

  @Test
  void aBackupAfterTheForkIsNotOnTheWay() {
    assertThat(THIRD.timeline()).isEqualTo(3);
    assertThat(THIRD.passes(1, 0x3000148)).isTrue();
    assertThat(THIRD.passes(1, 0x3000149)).isFalse();
    assertThat(THIRD.passes(2, 0x6800000)).isTrue();
    assertThat(THIRD.passes(3, Long.MAX_VALUE)).isTrue();
    assertThat(THIRD.passes(4, 0)).isFalse();
  }

  @Test
  void namesOfFilesAreReadAndWritten() {
    WalSegment segment = WalSegment.named("0000000A00000002000000FE").orElseThrow();

    assertThat(segment).isEqualTo(new WalSegment(10, 2 * 256 + 254));
    assertThat(segment.name()).isEqualTo("0000000A00000002000000FE");
    assertThat(segment.begins()).isEqualTo(0x2FE000000L);
    assertThat(WalSegment.numberAt(0x2FE000001L)).isEqualTo(segment.number());
    assertThat(WalSegment.named("0000000A00000002000000FE.partial")).isEmpty();
    assertThat(WalSegment.named("0000000A.history")).isEmpty();
    assertThat(TimelineHistory.timelineOf("0000000A.history")).contains(10);
    assertThat(TimelineHistory.timelineOf("0000000A.histories")).isEmpty();
  }
}
