package dev.imas.core.postgres;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.BufferedInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the files of backups and archives, or leaves them as they are.
 *
 * <p>Each file has a key of its own, derived from the backup key and random bytes. Its segments of
 * 1 MiB are encrypted by AES-256-GCM, with their number and whether they are the last, so that none
 * can be changed, exchanged or cut off unnoticed. Its name is part of that.
 */
public final class BackupSeal {

  /** The length of a key, in bytes. */
  public static final int KEY_BYTES = 32;

  static final String SUFFIX = ".sealed";

  private static final BackupSeal NONE = new BackupSeal(null, "");

  /** Says by which key a folder is sealed. */
  private static final String SEALED_BY = "sealed-by";

  private static final int SEGMENT = 1 << 20;
  private static final int ID_BYTES = 8;

  private final @Nullable AesGcmHkdfStreaming cipher;
  private final String id;

  private BackupSeal(@Nullable AesGcmHkdfStreaming cipher, String id) {
    this.cipher = cipher;
    this.id = id;
  }

  /** Leaves files as they are. */
  public static BackupSeal none() {
    return NONE;
  }

  /**
   * @param key {@link #KEY_BYTES} random bytes
   */
  public static BackupSeal of(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a backup key has " + KEY_BYTES + " bytes");
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] id = mac.doFinal("imas backup key".getBytes(StandardCharsets.US_ASCII));
      return new BackupSeal(
          new AesGcmHkdfStreaming(key, "HmacSha256", KEY_BYTES, SEGMENT, 0),
          HexFormat.of().formatHex(id, 0, ID_BYTES));
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalArgumentException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it encrypts. */
  public boolean isSealing() {
    return cipher != null;
  }

  /** What the name of each file ends in. */
  String suffix() {
    return cipher == null ? "" : SUFFIX;
  }

  Path path(Path folder, String name) {
    return folder.resolve(name + suffix());
  }

  private static Optional<String> keyOf(Path folder) throws IOException {
    try {
      return Optional.of(Files.readString(folder.resolve(SEALED_BY)).strip());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /**
   * How the files of this folder are read.
   *
   * @throws BackupException if they are sealed by another key
   */
  BackupSeal toRead(Path folder) throws IOException {
    Optional<String> sealedBy = keyOf(folder);
    if (sealedBy.isEmpty()) {
      return NONE;
    }
    if (cipher == null) {
      throw new BackupException(
          folder + " is encrypted; set backup-key (IMAS_BACKUP_KEY) to the key of that time");
    }
    if (!sealedBy.get().equals(id)) {
      throw new BackupException(
          folder
              + " is encrypted by another key than backup-key (IMAS_BACKUP_KEY); set the key of"
              + " that time");
    }
    return this;
  }

  /** Says in an empty folder by which key its files will be sealed. */
  void begin(Path folder) throws IOException {
    if (cipher != null) {
      Files.writeString(folder.resolve(SEALED_BY), id + "\n");
    }
  }

  /**
   * @throws BackupException if the files of this folder are sealed otherwise
   */
  void mustContinue(Path folder) throws IOException {
    if (!keyOf(folder).orElse("").equals(id)) {
      throw new BackupException(
          "%s is %s, and backup-key (IMAS_BACKUP_KEY) is %s; name a new folder for another key"
              .formatted(
                  folder,
                  keyOf(folder).isPresent() ? "encrypted by another key" : "not encrypted",
                  cipher == null ? "not set" : "set"));
    }
  }

  /** What writes the content of a file. */
  interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /**
   * Writes a new file that only its owner may read. When this returns, it is on the disk.
   *
   * @param name of the file, without the suffix
   * @param of to what the file belongs, beside its name
   */
  void write(Path file, String name, String of, Writing content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      OutputStream plain = new StaysOpen(Channels.newOutputStream(channel));
      try (OutputStream out = cipher == null ? plain : sealing(cipher, plain, name, of)) {
        content.to(out);
      }
      channel.force(true);
    }
  }

  private static OutputStream sealing(
      AesGcmHkdfStreaming cipher, OutputStream out, String name, String of) throws IOException {
    try {
      return cipher.newEncryptingStream(out, context(name, of));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** The content of a file. Reading fails at the first segment that was not written like this. */
  InputStream read(Path file, String name, String of) throws IOException {
    InputStream content = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      return cipher == null ? content : cipher.newDecryptingStream(content, context(name, of));
    } catch (GeneralSecurityException e) {
      content.close();
      throw new IOException(e);
    }
  }

  private static byte[] context(String name, String of) {
    return ("imas\n" + of + "\n" + name).getBytes(StandardCharsets.UTF_8);
  }

  /** The channel is closed by whoever syncs it. */
  private static final class StaysOpen extends FilterOutputStream {
    StaysOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
