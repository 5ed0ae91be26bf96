package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiptTimesTest {

  private static final long NOW = 1_000_000_000_000L;

  private static long[] of(long before, long... timestamps) {
    List<LogRecord> records =
        Arrays.stream(timestamps).mapToObj(at -> new LogRecord(0, at, null)).toList();
    return ReceiptTimes.of(records, before, NOW);
  }

  @Test
  void theTimestampCountsInMicroseconds() {
    assertThat(of(Long.MIN_VALUE, 5_000, 7_000)).containsExactly(5_000_000, 7_000_000);
  }

  @Test
  void nothingIsReceivedInTheFuture() {
    assertThat(of(Long.MIN_VALUE, NOW / 1_000 + 60_000)).containsExactly(NOW);
  }

  @Test
  void withoutATimestampItIsReceivedNow() {
    assertThat(of(Long.MIN_VALUE, -1)).containsExactly(NOW);
  }

  @Test
  void theOrderInThePartitionIsKeptWhateverTheClocks() {
    assertThat(of(6_500_000, 5_000, 7_000, 6_000, 7_000))
        .containsExactly(6_500_001, 7_000_000, 7_000_001, 7_000_002);
  }

  @Test
  void recordsOfASecondAreOfOneMoment() {
    assertThat(ReceiptTimes.moments(new long[] {0, 500_000, 1_000_000, 1_000_001, 3_000_000}))
        .containsExactly(3, 4, 5);
    assertThat(ReceiptTimes.moments(new long[0])).isEmpty();
  }
}
