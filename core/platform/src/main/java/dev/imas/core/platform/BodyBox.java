package dev.imas.core.platform;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Seals what sources have posted on one day to one tenant (ADR 101). Its key is random and stored
 * sealed, so that whoever deletes it makes the bodies unreadable, wherever copies of them are. A
 * sealed body is compressed (RFC 1950), then encrypted as {@link SecretBox} says.
 */
public final class BodyBox {

  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretBox box;

  private BodyBox(byte[] key) {
    this.box = new SecretBox(key);
  }

  /** A new key, sealed. It belongs to any day until it is stored for one. */
  public static byte[] newKey(SecretBox secrets, UUID tenant) {
    byte[] key = new byte[KEY_BYTES];
    RANDOM.nextBytes(key);
    return secrets.seal(key, "bodies of " + tenant);
  }

  /**
   * @throws IllegalStateException when the key was sealed with another encryption key, or for
   *     another tenant
   */
  public static BodyBox open(SecretBox secrets, UUID tenant, byte[] sealedKey) {
    return new BodyBox(secrets.openBytes(sealedKey, "bodies of " + tenant));
  }

  /** Takes up to milliseconds for a large body: not for an event loop. */
  public byte[] seal(byte[] body, UUID source, UUID receipt) {
    return box.seal(deflated(body), bound(source, receipt));
  }

  /**
   * @param size of the body
   * @throws IllegalStateException when it was sealed otherwise, or has another size
   */
  public byte[] open(byte[] sealed, UUID source, UUID receipt, int size) {
    try (var inflated =
        new InflaterInputStream(
            new ByteArrayInputStream(box.openBytes(sealed, bound(source, receipt))))) {
      byte[] body = inflated.readNBytes(size);
      if (body.length < size) {
        throw new IllegalStateException("a kept body is shorter than its size");
      }
      return body;
    } catch (IOException e) {
      throw new IllegalStateException("a kept body is damaged", e);
    }
  }

  private static byte[] deflated(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4 + 64);
    try (var deflated = new DeflaterOutputStream(out)) {
      deflated.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return out.toByteArray();
  }

  private static String bound(UUID source, UUID receipt) {
    return source + "/" + receipt;
  }
}
