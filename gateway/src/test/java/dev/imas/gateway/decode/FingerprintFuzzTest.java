package dev.imas.gateway.decode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imas.fixtures.CpuTime;
import dev.imas.fixtures.FuzzTime;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Equal alerts have equal fingerprints, however their sender spells them. */
@ExtendWith(FuzzTime.class)
class FingerprintFuzzTest {

  static Stream<byte[]> bodies() {
    return Bodies.files();
  }

  @MethodSource("bodies")
  @FuzzTest
  void anotherSpellingIsReadAlike(byte[] body) {
    Random random = new Random(Arrays.hashCode(body));
    CpuTime.within(FuzzTime.MOST, () -> SameReading.holds(body, random));
  }
}
