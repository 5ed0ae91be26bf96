package dev.imas.core.audit;

import dev.imas.core.platform.ChainFiles;
import dev.imas.core.platform.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the chain of the audit is signed, and where checkpoints go.
 *
 * @param files the key, which is made if it is missing, and what is kept beside it
 * @param checkpointFile each checkpoint is appended to it; null: to no file
 * @param logsCheckpoints whether each checkpoint is in the log of the process
 */
public record AuditConfig(
    ChainFiles files, @Nullable Path checkpointFile, boolean logsCheckpoints) {

  public static AuditConfig read(Settings in) {
    String file = in.text("core.audit.checkpoint-file");
    return new AuditConfig(
        ChainFiles.read(in),
        file == null ? null : Path.of(file),
        in.flag("core.audit.checkpoint-log", false));
  }
}
