package dev.imas.core.audit;

import dev.imas.core.platform.DataFolder;
import dev.imas.core.platform.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the chain of the audit is signed, and where checkpoints go.
 *
 * @param keyFile the Ed25519 key, never in the database; made if it is missing
 * @param checkpointFile each checkpoint is appended to it; null: to no file
 * @param logsCheckpoints whether each checkpoint is in the log of the process
 */
public record AuditConfig(Path keyFile, @Nullable Path checkpointFile, boolean logsCheckpoints) {

  public static AuditConfig read(Settings in) {
    String file = in.text("core.audit.checkpoint-file");
    return new AuditConfig(
        in.path(
            "core.audit.key-file",
            in.path("data-dir", DataFolder.byDefault()).resolve("audit.key")),
        file == null ? null : Path.of(file),
        in.flag("core.audit.checkpoint-log", false));
  }
}
