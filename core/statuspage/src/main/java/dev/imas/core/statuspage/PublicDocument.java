package dev.imas.core.statuspage;

import dev.imas.core.platform.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A text that is served many times: written once, and kept packed.
 *
 * @param type its Content-Type
 * @param packed its bytes, as gzip has them
 * @param etag changes with its bytes
 */
record PublicDocument(String type, Buffer packed, String etag) {

  static PublicDocument html(String text) {
    return of("text/html; charset=utf-8", text);
  }

  static PublicDocument atom(String text) {
    return of("application/atom+xml; charset=utf-8", text);
  }

  static PublicDocument json(StatusView view) {
    return of("application/json", Json.write(view));
  }

  private static PublicDocument of(String type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 3 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PublicDocument(type, Buffer.buffer(packed.toByteArray()), etagOf(bytes));
  }

  /** Weak, since it is the same packed and unpacked. */
  private static String etagOf(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Buffer unpacked() {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.getBytes()))) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
