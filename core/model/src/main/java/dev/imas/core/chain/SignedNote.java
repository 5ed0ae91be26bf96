package dev.imas.core.chain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * A checkpoint with its signature, as a signed note of C2SP: the text, an empty line, and a line
 * with the name of the key, the key's hash and the signature. Other tools can check it.
 */
public record SignedNote(Checkpoint checkpoint, String signature) {

  /** How a line with a signature begins; also where one note in a file ends. */
  public static final String SIGNED_BY = "\u2014 ";

  private static final byte ED25519 = 0x01;
  private static final int HASH_LENGTH = 4;

  public static SignedNote sign(Checkpoint checkpoint, CheckpointKey key) {
    byte[] hash = keyHash(checkpoint, key);
    byte[] signed = key.sign(checkpoint.text());
    return new SignedNote(
        checkpoint,
        Base64.getEncoder()
            .encodeToString(
                ByteBuffer.allocate(hash.length + signed.length).put(hash).put(signed).array()));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is no such note
   */
  public static SignedNote parse(String note) {
    int end = note.indexOf("\n\n" + SIGNED_BY);
    if (end < 0) {
      throw new IllegalArgumentException("it is no signed note: it has no signature");
    }
    Checkpoint checkpoint = Checkpoint.parse(note.substring(0, end + 1));
    String line = note.substring(end + 2 + SIGNED_BY.length()).strip();
    String name = Checkpoint.origin(checkpoint.tenant()) + " ";
    if (!line.startsWith(name)) {
      throw new IllegalArgumentException("it is signed by another name than its first line");
    }
    return new SignedNote(checkpoint, line.substring(name.length()));
  }

  public String text() {
    return checkpoint.text()
        + "\n"
        + SIGNED_BY
        + Checkpoint.origin(checkpoint.tenant())
        + " "
        + signature
        + "\n";
  }

  public boolean isSignedBy(CheckpointKey key) {
    byte[] all;
    try {
      all = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return false;
    }
    byte[] hash = keyHash(checkpoint, key);
    return all.length > HASH_LENGTH
        && Arrays.equals(Arrays.copyOf(all, HASH_LENGTH), hash)
        && key.verifies(checkpoint.text(), Arrays.copyOfRange(all, HASH_LENGTH, all.length));
  }

  /** By which verifiers tell keys apart: a key has another one under another name. */
  private static byte[] keyHash(Checkpoint checkpoint, CheckpointKey key) {
    MessageDigest digest = ChainHash.digest();
    digest.update((Checkpoint.origin(checkpoint.tenant()) + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(ED25519);
    digest.update(key.raw());
    return Arrays.copyOf(digest.digest(), HASH_LENGTH);
  }
}
