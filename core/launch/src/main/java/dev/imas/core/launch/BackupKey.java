package dev.imas.core.launch;

import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Settings;
import dev.imas.core.postgres.BackupSeal;
import java.util.Base64;
import java.util.Optional;

/** The key that encrypts backups, so that whoever has a backup alone can read nothing. */
final class BackupKey {

  private static final int BASE64_LENGTH = 43;

  private BackupKey() {}

  /**
   * @param encryptionKey which a backup may hold, and which so cannot open it
   */
  static BackupSeal read(Settings in, Optional<Secret> encryptionKey) {
    Optional<Secret> configured = in.secret("backup-key", BASE64_LENGTH);
    if (configured.isEmpty()) {
      return BackupSeal.none();
    }
    String text = configured.get().reveal().strip();
    if (encryptionKey.filter(other -> other.reveal().strip().equals(text)).isPresent()) {
      in.fault(
          "backup-key (IMAS_BACKUP_KEY) is the same as encryption-key (IMAS_ENCRYPTION_KEY); make"
              + " one of its own: openssl rand -base64 32");
    }
    try {
      return BackupSeal.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      in.fault(
          "backup-key (IMAS_BACKUP_KEY) is not 32 bytes in Base64; create one with: openssl rand"
              + " -base64 32, and keep a copy away from this machine");
      return BackupSeal.none();
    }
  }
}
