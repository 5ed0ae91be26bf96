package dev.imas.core.launch;

import dev.imas.core.platform.ConfigurationException;
import dev.imas.core.platform.DataFolder;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.postgres.Backup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The key that encrypts stored secrets. If none is configured, one is generated once and kept in
 * the data folder, in a file that only its owner can read.
 */
final class EncryptionKey {

  private static final String FILE = "encryption.key";

  private EncryptionKey() {}

  static SecretBox box(Optional<Secret> configured, Path dataDir) {
    String text = configured.map(Secret::reveal).orElseGet(() -> keptIn(dataDir));
    try {
      return new SecretBox(Base64.getDecoder().decode(text.strip()));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(
              "encryption-key (IMAS_ENCRYPTION_KEY) is not 32 bytes in Base64; create one with:"
                  + " openssl rand -base64 32"));
    }
  }

  /**
   * @param configured a key that {@link #box} has checked
   */
  static byte[] bytes(Secret configured) {
    return Base64.getDecoder().decode(configured.reveal().strip());
  }

  /** Where the key is kept that nobody has configured. */
  static Path file(Path dataDir) {
    return dataDir.resolve(FILE);
  }

  /** Puts the key beside a backup, if one is kept in the data folder. */
  static void attachTo(Backup backup, Path dataDir) {
    if (Files.exists(file(dataDir))) {
      backup.attach(file(dataDir));
    }
  }

  /**
   * Takes the key from beside a backup into a data folder that has none.
   *
   * @return whether the folder has a key now
   */
  static boolean takeFrom(Backup backup, Path dataDir) {
    if (!Files.exists(file(dataDir))) {
      backup.attached(FILE).ifPresent(key -> keep(key, file(dataDir)));
    }
    return Files.exists(file(dataDir));
  }

  private static void keep(byte[] key, Path file) {
    try (var channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(java.nio.ByteBuffer.wrap(key));
    } catch (IOException e) {
      throw new UncheckedIOException("the encryption key cannot be kept in " + file, e);
    }
  }

  private static String keptIn(Path dataDir) {
    Path file = file(dataDir);
    DataFolder.mustTakeFiles(dataDir);
    try {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      try (var channel =
          Files.newByteChannel(
              file,
              Set.copyOf(EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        channel.write(java.nio.ByteBuffer.wrap(Base64.getEncoder().encode(key)));
      } catch (FileAlreadyExistsException kept) {
        // An earlier start generated it.
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the encryption key cannot be kept in " + file, e);
    }
  }
}
