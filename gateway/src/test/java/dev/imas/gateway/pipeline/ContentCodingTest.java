package dev.imas.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {

  private static final byte[] TEXT = "hello hello hello".getBytes(StandardCharsets.UTF_8);

  private static byte[] deflate(boolean raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(9, raw))) {
      out.write(TEXT);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    ", IDENTITY",
    "'', IDENTITY",
    "identity, IDENTITY",
    "GZIP, GZIP",
    "x-gzip, GZIP",
    "' deflate ', DEFLATE"
  })
  void headerNamesTheCoding(String header, ContentCoding coding) {
    assertThat(ContentCoding.of(header)).isEqualTo(coding);
  }

  @ParameterizedTest
  @CsvSource({"br", "zstd", "'gzip, gzip'"})
  void otherCodingsAreNotUnderstood(String header) {
    assertThat(ContentCoding.of(header)).isNull();
  }

  @Test
  void deflateIsReadWithAndWithoutZlibsHeader() throws IOException {
    assertThat(ContentCoding.DEFLATE.inflate(deflate(false), 100)).isEqualTo(TEXT);
    assertThat(ContentCoding.DEFLATE.inflate(deflate(true), 100)).isEqualTo(TEXT);
  }

  @Test
  void bodyAsLargeAsAllowedIsReadAndOneByteMoreIsNot() throws IOException {
    byte[] packed = gzip(TEXT);

    assertThat(ContentCoding.GZIP.inflate(packed, TEXT.length)).isEqualTo(TEXT);
    assertThatThrownBy(() -> ContentCoding.GZIP.inflate(packed, TEXT.length - 1))
        .isInstanceOf(ContentCoding.TooLarge.class);
  }

  @Test
  void whatIsCutShortOrIsSomethingElseIsRefused() throws IOException {
    byte[] packed = gzip(TEXT);
    for (ContentCoding coding : new ContentCoding[] {ContentCoding.GZIP, ContentCoding.DEFLATE}) {
      assertThatThrownBy(() -> coding.inflate(TEXT, 100)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> coding.inflate(new byte[0], 100)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(
            () ->
                Objects.requireNonNull(ContentCoding.of("gzip"))
                    .inflate(Arrays.copyOf(packed, packed.length - 9), 100))
        .isInstanceOf(IOException.class);
  }
}
