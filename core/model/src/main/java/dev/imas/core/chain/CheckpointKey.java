package dev.imas.core.chain;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An Ed25519 key for checkpoints, as a file in PEM holds it: a private and a public part, or the
 * public part alone, which only verifies.
 */
public final class CheckpointKey {

  private static final String ALGORITHM = "Ed25519";

  /** Of an encoded public key; what comes before says that it is one of Ed25519. */
  private static final int RAW_LENGTH = 32;

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (PRIVATE|PUBLIC) KEY-----\\s+([A-Za-z0-9+/=\\s]{1,500}?)\\s*-----END \\1"
              + " KEY-----");

  private final @Nullable PrivateKey signs;
  private final PublicKey verifies;

  private CheckpointKey(@Nullable PrivateKey signs, PublicKey verifies) {
    this.signs = signs;
    this.verifies = verifies;
  }

  public static CheckpointKey generate() {
    try {
      KeyPair made = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new CheckpointKey(made.getPrivate(), made.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /**
   * Reads what {@link #pem} or openssl wrote.
   *
   * @throws IllegalArgumentException if there is no public key of Ed25519 in it, or the private one
   *     is another's
   */
  public static CheckpointKey parse(String pem) {
    PrivateKey signs = null;
    PublicKey verifies = null;
    try {
      KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
      Matcher block = BLOCK.matcher(pem);
      while (block.find()) {
        byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
        if (block.group(1).equals("PUBLIC")) {
          verifies = factory.generatePublic(new X509EncodedKeySpec(encoded));
        } else {
          signs = factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it holds a key that is none of Ed25519", e);
    }
    if (verifies == null) {
      throw new IllegalArgumentException(
          "it holds no public key; add it with: openssl pkey -in FILE -pubout >> FILE");
    }
    CheckpointKey key = new CheckpointKey(signs, verifies);
    if (signs != null && !key.verifies("probe", key.sign("probe"))) {
      throw new IllegalArgumentException("its public key does not belong to its private key");
    }
    return key;
  }

  /** Both parts, as a file of one's own keeps them. */
  public String pem() {
    PrivateKey own = signs;
    if (own == null) {
      throw new IllegalStateException("this key only verifies");
    }
    return block("PRIVATE", own.getEncoded()) + publicPem();
  }

  /** What others need in order to verify. */
  public String publicPem() {
    return block("PUBLIC", verifies.getEncoded());
  }

  private static String block(String kind, byte[] encoded) {
    return "-----BEGIN "
        + kind
        + " KEY-----\n"
        + Base64.getEncoder().encodeToString(encoded)
        + "\n-----END "
        + kind
        + " KEY-----\n";
  }

  public boolean maySign() {
    return signs != null;
  }

  byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(Optional.ofNullable(signs).orElseThrow());
      signature.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 signs any text", e);
    }
  }

  boolean verifies(String text, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(verifies);
      signature.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // such as a signature of another length
    }
  }

  /** The public key itself. */
  byte[] raw() {
    byte[] encoded = verifies.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - RAW_LENGTH, encoded.length);
  }
}
