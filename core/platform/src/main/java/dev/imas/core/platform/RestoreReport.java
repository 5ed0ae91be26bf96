package dev.imas.core.platform;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drill has found, which restored a backup to a temporary folder and read it there. It is
 * kept in the archive as JSON, so that it outlives the database.
 *
 * @param at when the drill began
 * @param passed whether everything was found as it should be
 * @param fault why it could not go on; null if it came to its end
 * @param backup when the backup that it restored was taken; null if it did not find out
 * @param restoredTo the newest moment that is surely in what was restored; null: none was written
 * @param lostSeconds between that moment and the newest of the original when the drill began: what
 *     a disaster would have lost then (RPO); null if nobody knows
 * @param restoreMillis from the beginning until the restored server accepted connections (RTO);
 *     null if it never did
 * @param steps what it did, in order
 * @param found what was counted
 * @param findings what is not as it should be, in words; at most {@value #MOST_FINDINGS}
 */
public record RestoreReport(
    Instant at,
    boolean passed,
    @Nullable String fault,
    @Nullable Instant backup,
    @Nullable Instant restoredTo,
    @Nullable Long lostSeconds,
    @Nullable Long restoreMillis,
    List<Step> steps,
    Found found,
    List<String> findings) {

  public static final int MOST_FINDINGS = 20;

  public RestoreReport {
    steps = List.copyOf(steps);
    findings = List.copyOf(findings.subList(0, Math.min(MOST_FINDINGS, findings.size())));
  }

  /** What a drill does. */
  public enum Work {
    RESTORE,
    START,
    INDEXES,
    LEDGER,
    AUDIT,
    SECRETS;

    /** As JSON says it. */
    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * @param work by its {@link Work#wireName}
   */
  public record Step(String work, long millis) {}

  /**
   * @param files of the backup
   * @param walFiles that were replayed after it
   * @param indexes that were compared with their tables
   * @param auditEntries that were compared with their seals
   * @param secrets that the encryption key has opened
   */
  public record Found(
      int files,
      int walFiles,
      long incidents,
      long alerts,
      int indexes,
      long auditEntries,
      int secrets) {

    public static final Found NOTHING = new Found(0, 0, 0, 0, 0, 0, 0);
  }
}
