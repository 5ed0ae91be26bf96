package dev.imas.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {

  private static LogRecord record(long offset, int size) {
    return new LogRecord(offset, 1, new byte[size]);
  }

  private static List<Long> offsets(List<LogRecord> records) {
    return records.stream().map(LogRecord::offset).toList();
  }

  @Test
  void whatCameBeforeOrTwiceIsNotReadAgain() {
    PartitionProgress progress = new PartitionProgress(5);
    for (long offset : new long[] {3, 4, 5, 6, 6, 5, 7}) {
      progress.add(record(offset, 1));
    }

    assertThat(offsets(progress.chunk(10, 100))).containsExactly(5L, 6L, 7L);
  }

  @Test
  void gapsAreCommittedWithWhatFollowsThem() {
    PartitionProgress progress = new PartitionProgress(0);
    LongStream.of(2, 5, 9).forEach(offset -> progress.add(record(offset, 1)));

    assertThat(progress.next()).isZero();
    progress.committed(6);

    assertThat(progress.next()).isEqualTo(6);
    assertThat(offsets(progress.chunk(10, 100))).containsExactly(9L);
  }

  @Test
  void aRecordThatIsTooLargeGoesAlone() {
    PartitionProgress progress = new PartitionProgress(0);
    progress.add(record(0, 500));
    progress.add(record(1, 10));
    progress.add(record(2, 10));

    assertThat(offsets(progress.chunk(10, 100))).containsExactly(0L);
    progress.committed(1);
    assertThat(offsets(progress.chunk(10, 100))).containsExactly(1L, 2L);
    assertThat(offsets(progress.chunk(1, 100))).containsExactly(1L);
  }

  @Test
  void nothingIsTakenBack() {
    PartitionProgress progress = new PartitionProgress(4);

    assertThatThrownBy(() -> progress.committed(3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachRecordIsCommittedOnceWhateverComesAndInWhateverChunks() {
    Random random = new Random(7);
    for (int run = 0; run < 200; run++) {
      PartitionProgress progress = new PartitionProgress(0);
      java.util.ArrayList<Long> committed = new java.util.ArrayList<>();
      long fetched = 0;
      while (committed.size() < 100) {
        // A poll may bring again what came before, as after a seek.
        long from = Math.max(0, fetched - random.nextInt(5));
        fetched = Math.min(100, from + random.nextInt(20));
        for (long offset = from; offset < fetched; offset++) {
          progress.add(record(offset, random.nextInt(50)));
        }
        List<LogRecord> chunk = progress.chunk(1 + random.nextInt(10), 100);
        if (!chunk.isEmpty() && random.nextInt(4) > 0) {
          committed.addAll(offsets(chunk));
          progress.committed(chunk.getLast().offset() + 1);
        }
      }
      assertThat(committed).containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
      assertThat(progress.waitingBytes()).isZero();
      assertThat(progress.oldest()).isZero();
    }
  }
}
