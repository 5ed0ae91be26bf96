package dev.imas.gateway.pipeline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The Content-Encoding of a body: none, gzip, or deflate (zlib, or raw as some clients send it).
 * Pure.
 */
public enum ContentCoding {
  IDENTITY,
  GZIP,
  DEFLATE;

  /** Null for an unsupported encoding. */
  public static @Nullable ContentCoding of(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return IDENTITY;
    }
    return switch (header.strip().toLowerCase(Locale.ROOT)) {
      case "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      default -> null;
    };
  }

  /** The inflated body is larger than allowed. */
  public static final class TooLarge extends IOException {
    TooLarge(int limit) {
      super("inflates to more than " + limit + " bytes");
    }
  }

  /**
   * Inflates the body. It stops one byte past the limit, however much more there is.
   *
   * @throws TooLarge past the limit
   * @throws IOException when the bytes are not in this encoding
   */
  public byte[] inflate(byte[] body, int limit) throws IOException {
    return switch (this) {
      case IDENTITY -> body;
      case GZIP -> bounded(new GZIPInputStream(new ByteArrayInputStream(body), 8192), limit);
      case DEFLATE -> {
        // A zlib header's first byte has 8 in its low half, and the first two are a multiple of 31
        // (RFC 1950).
        boolean zlib =
            body.length >= 2
                && (body[0] & 0x0f) == 8
                && ((body[0] & 0xff) * 256 + (body[1] & 0xff)) % 31 == 0;
        Inflater inflater = new Inflater(!zlib);
        try {
          yield bounded(
              new InflaterInputStream(new ByteArrayInputStream(body), inflater, 8192), limit);
        } finally {
          inflater.end();
        }
      }
    };
  }

  private static byte[] bounded(InputStream in, int limit) throws IOException {
    try (in) {
      byte[] inflated = in.readNBytes(limit + 1);
      if (inflated.length > limit) {
        throw new TooLarge(limit);
      }
      return inflated;
    }
  }
}
