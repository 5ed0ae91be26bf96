package dev.imas.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imas.fixtures.CpuTime;
import dev.imas.fixtures.FuzzTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A compressed body inflates to what was compressed, or ends in an {@link IOException} within the
 * limit.
 */
@ExtendWith(FuzzTime.class)
class ContentCodingFuzzTest {

  private static final int LIMIT = 100_000;

  static Stream<byte[]> bodies() throws IOException {
    byte[] text = "{\"name\":\"Packed\"}".repeat(20).getBytes(StandardCharsets.UTF_8);
    byte[] zeros = new byte[10 * LIMIT];
    return Stream.of(
        text, gzip(text), deflate(text, false), deflate(text, true), gzip(zeros), gzip(gzip(text)));
  }

  @MethodSource("bodies")
  @FuzzTest
  void anyBodyInflatesWithinTheLimitOrIsRefused(byte[] body) throws IOException {
    CpuTime.within(FuzzTime.MOST, () -> inflatesOrIsRefused(body));
    if (body.length <= LIMIT) {
      assertThat(ContentCoding.GZIP.inflate(gzip(body), LIMIT)).isEqualTo(body);
      assertThat(ContentCoding.DEFLATE.inflate(deflate(body, false), LIMIT)).isEqualTo(body);
      assertThat(ContentCoding.DEFLATE.inflate(deflate(body, true), LIMIT)).isEqualTo(body);
    }
  }

  private static void inflatesOrIsRefused(byte[] body) {
    for (ContentCoding coding : ContentCoding.values()) {
      try {
        byte[] inflated = coding.inflate(body, LIMIT);
        assertThat(inflated.length).isLessThanOrEqualTo(Math.max(LIMIT, body.length));
      } catch (IOException refused) {
        assertThat(coding).isNotEqualTo(ContentCoding.IDENTITY);
      }
    }
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }

  private static byte[] deflate(byte[] body, boolean raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(6, raw);
    try (OutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      out.write(body);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }
}
