package dev.imas.gateway.fingerprint;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.UUID;

/**
 * Hashes an identity to a {@link Fingerprint}: the first 128 bits of SHA-256 over the tenant, the
 * source unless it shares its identities, the kind of sender, the identity scheme and the fields.
 *
 * <p>Each text is written as its length in UTF-16 units followed by its units (one byte for ASCII,
 * two or three for others). So no two lists of fields give the same bytes. Texts that no encoding
 * can tell apart (lone surrogates, U+0000) stay different. Nothing here may ever change: every
 * later version must find a stored fingerprint again.
 *
 * <p>Each thread has one instance. {@link #start} empties it; call {@link #finish} before you start
 * another.
 */
public final class IdentityHash {

  private static final ThreadLocal<IdentityHash> OF_THREAD =
      ThreadLocal.withInitial(IdentityHash::new);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int SHARED = 1;
  private static final int OF_A_SOURCE = 2;

  /** Added to either of them, so that no identity of a test is one of a real alert. */
  private static final int TEST = 2;

  /** A length that no text has. It closes a list of labels. */
  private static final int END_OF_LABELS = -1;

  private final MessageDigest digest;
  private final byte[] buffer = new byte[4096];
  private final byte[] result = new byte[32];
  private int length;

  private IdentityHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * @param kind the family of senders that name alerts alike, such as {@code prometheus}
   * @param scheme what the fields are, such as {@code labels} or {@code rule}: identities of
   *     different schemes never meet
   */
  public static IdentityHash start(IdentityScope scope, String kind, String scheme) {
    IdentityHash hash = OF_THREAD.get();
    hash.digest.reset();
    UUID source = scope.source();
    int within = source == null ? SHARED : OF_A_SOURCE;
    hash.buffer[0] = (byte) (scope.isTest() ? within + TEST : within);
    hash.length = 1;
    hash.add(scope.tenant().value());
    if (source != null) {
      hash.add(source);
    }
    return hash.add(kind).add(scheme);
  }

  private void add(UUID id) {
    LONG.set(buffer, length, id.getMostSignificantBits());
    LONG.set(buffer, length + 8, id.getLeastSignificantBits());
    length += 16;
  }

  public IdentityHash add(String field) {
    int units = field.length();
    addLength(units);
    for (int i = 0; i < units; i++) {
      if (length > buffer.length - 3) {
        flush();
      }
      char c = field.charAt(i);
      if (c < 0x80) {
        buffer[length++] = (byte) c;
      } else {
        addWide(c);
      }
    }
    return this;
  }

  /**
   * Adds the selected labels in the order of their names. If the selection leaves none, it adds
   * all: otherwise all alerts would share one identity.
   */
  public IdentityHash add(Labels labels, LabelSelection selection) {
    if (selection.isAll() || !addSelected(labels, selection)) {
      for (int i = 0; i < labels.size(); i++) {
        add(labels.name(i)).add(labels.value(i));
      }
    }
    addLength(END_OF_LABELS);
    return this;
  }

  /**
   * Adds the selected labels, or none if none is selected. For identities that hold more than
   * labels.
   *
   * @param changing labels that the sender changes while the alert fires; they are left out unless
   *     an allow-list names them
   */
  public IdentityHash addOnly(Labels labels, LabelSelection selection, Set<String> changing) {
    boolean all = selection.only().isEmpty();
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      if (selection.includes(name) && !(all && changing.contains(name))) {
        add(name).add(labels.value(i));
      }
    }
    addLength(END_OF_LABELS);
    return this;
  }

  private boolean addSelected(Labels labels, LabelSelection selection) {
    boolean some = false;
    for (int i = 0; i < labels.size(); i++) {
      if (selection.includes(labels.name(i))) {
        add(labels.name(i)).add(labels.value(i));
        some = true;
      }
    }
    return some;
  }

  public Fingerprint finish() {
    flush();
    try {
      digest.digest(result, 0, result.length);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 is 32 bytes", e);
    }
    return new Fingerprint((long) LONG.get(result, 0), (long) LONG.get(result, 8));
  }

  private void addWide(char c) {
    if (c < 0x800) {
      buffer[length++] = (byte) (0xc0 | (c >> 6));
    } else {
      buffer[length++] = (byte) (0xe0 | (c >> 12));
      buffer[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    }
    buffer[length++] = (byte) (0x80 | (c & 0x3f));
  }

  private void addLength(int value) {
    if (length > buffer.length - 4) {
      flush();
    }
    buffer[length++] = (byte) (value >>> 24);
    buffer[length++] = (byte) (value >>> 16);
    buffer[length++] = (byte) (value >>> 8);
    buffer[length++] = (byte) value;
  }

  private void flush() {
    digest.update(buffer, 0, length);
    length = 0;
  }
}
