package dev.imas.notifier.channel.browser;

import dev.imas.core.message.P256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a message so that one browser alone reads it: {@code aes128gcm} (RFC 8188) with the keys
 * of RFC 8291. The push service sees its length.
 */
final class PushEncryption {

  private static final int SALT = 16;
  private static final int RECORD = 4_096;
  private static final byte LAST_RECORD = 2;

  private final SecureRandom random = new SecureRandom();

  byte[] encrypt(byte[] message, PushSubscription to) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(P256.parameters(), random);
      return encrypt(message, to, generator.generateKeyPair(), salt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /**
   * @param own a new pair of keys for each message
   */
  static byte[] encrypt(byte[] message, PushSubscription to, KeyPair own, byte[] salt)
      throws GeneralSecurityException {
    byte[] ownPoint = P256.encoded((ECPublicKey) own.getPublic());
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(own.getPrivate());
    agreement.doPhase(to.key(), true);
    byte[] input =
        expand(
            to.auth(),
            agreement.generateSecret(),
            joined("WebPush: info\0", P256.encoded(to.key()), ownPoint),
            32);
    byte[] key = expand(salt, input, joined("Content-Encoding: aes128gcm\0"), 16);
    byte[] nonce = expand(salt, input, joined("Content-Encoding: nonce\0"), 12);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    byte[] padded = Arrays.copyOf(message, message.length + 1);
    padded[message.length] = LAST_RECORD;
    byte[] sealed = cipher.doFinal(padded);
    return ByteBuffer.allocate(SALT + 4 + 1 + ownPoint.length + sealed.length)
        .put(salt)
        .putInt(RECORD)
        .put((byte) ownPoint.length)
        .put(ownPoint)
        .put(sealed)
        .array();
  }

  private static byte[] expand(byte[] salt, byte[] secret, byte[] info, int length)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(secret).thenExpand(info, length));
  }

  private static byte[] joined(String text, byte[]... more) {
    byte[] first = text.getBytes(StandardCharsets.US_ASCII);
    int length = first.length + Arrays.stream(more).mapToInt(one -> one.length).sum();
    ByteBuffer all = ByteBuffer.allocate(length).put(first);
    for (byte[] one : more) {
      all.put(one);
    }
    return all.array();
  }
}
