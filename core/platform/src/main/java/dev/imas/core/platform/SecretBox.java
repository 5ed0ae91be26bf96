package dev.imas.core.platform;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets at rest with AES-256-GCM. A sealed value is a version byte (1), a nonce of 12
 * bytes, then ciphertext and tag. The caller's context is bound in as associated data, so a value
 * that is copied into another tenant's row does not open.
 */
public final class SecretBox {

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param key 32 bytes
   */
  public SecretBox(byte[] key) {
    if (key.length != 32) {
      throw new IllegalArgumentException(
          "the encryption key must have 32 bytes, " + "not " + key.length);
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  public byte[] seal(String secret, Object boundTo) {
    return seal(secret.getBytes(StandardCharsets.UTF_8), boundTo);
  }

  /** Seals bytes as {@link #seal(String, Object)} does a text. */
  public byte[] seal(byte[] secret, Object boundTo) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, secret, boundTo);
    return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
        .put(VERSION)
        .put(nonce)
        .put(sealed)
        .array();
  }

  /**
   * @throws IllegalStateException when the value was sealed with another key or bound to something
   *     else
   */
  public String open(byte[] sealed, Object boundTo) {
    return new String(openBytes(sealed, boundTo), StandardCharsets.UTF_8);
  }

  /**
   * @throws IllegalStateException as {@link #open} does
   */
  public byte[] openBytes(byte[] sealed, Object boundTo) {
    if (sealed.length < 1 + NONCE_BYTES || sealed[0] != VERSION) {
      throw new IllegalStateException("this is not a sealed secret of version " + VERSION);
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    byte[] body = Arrays.copyOfRange(sealed, 1 + NONCE_BYTES, sealed.length);
    return run(Cipher.DECRYPT_MODE, nonce, body, boundTo);
  }

  /**
   * A secret of 32 bytes that follows from this key and the text, so that nobody has to store it.
   *
   * @param purpose keeps what is derived for one thing from being used for another
   */
  public byte[] derive(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
      byte[] ofPurpose = mac.doFinal(("imas:" + purpose).getBytes(StandardCharsets.UTF_8));
      mac.init(new SecretKeySpec(ofPurpose, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
    }
  }

  private byte[] run(int mode, byte[] nonce, byte[] input, Object boundTo) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(boundTo.toString().getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "a secret cannot be decrypted: it was sealed with another encryption key, or for "
              + "another owner",
          e);
    }
  }
}
