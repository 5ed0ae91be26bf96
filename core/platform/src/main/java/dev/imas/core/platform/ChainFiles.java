package dev.imas.core.platform;

import java.nio.file.Path;

/**
 * What the chain of the audit keeps outside of the database. Core writes it, and commands read it.
 *
 * @param key the Ed25519 key that signs checkpoints
 * @param last beside the key: the last checkpoint of each tenant, as signed notes
 */
public record ChainFiles(Path key, Path last) {

  public static ChainFiles read(Settings in) {
    return beside(
        in.path(
            "core.audit.key-file",
            in.path("data-dir", DataFolder.byDefault()).resolve("audit.key")));
  }

  private static ChainFiles beside(Path key) {
    Path file = key.toAbsolutePath();
    return new ChainFiles(file, file.resolveSibling(file.getFileName() + ".checkpoints"));
  }
}
