package dev.imas.gateway.decode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imas.fixtures.CpuTime;
import dev.imas.fixtures.FuzzTime;
import dev.imas.gateway.sender.datadog.DatadogDecoder;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/** Gives arbitrary bytes to every decoder, also as a form. */
@ExtendWith(FuzzTime.class)
class DecodersFuzzTest {

  static Stream<byte[]> bodies() {
    return Bodies.files();
  }

  @MethodSource("bodies")
  @FuzzTest
  void anyBodyIsReadOrRefused(byte[] body) {
    CpuTime.within(Duration.ofSeconds(5), () -> readAll(body));
  }

  private static void readAll(byte[] body) {
    for (AlertDecoder decoder : Bodies.ALL) {
      for (DecodeContext context : ReadingContract.contexts(decoder)) {
        ReadingContract.read(decoder, body, context);
      }
    }
    byte[] form = DatadogDecoder.jsonOfForm(body, body.length);
    ReadingContract.read(Bodies.DATADOG, form, Bodies.CONTEXT);
  }
}
