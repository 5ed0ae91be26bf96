package dev.imas.core.bus;

import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a gateway to core: how a {@link BodyPasted} would be read. It travels as JSON, with the
 * names of the API.
 *
 * @param path that it would be posted to
 * @param alertCount how many alerts were read
 * @param alerts the first {@link #MOST} of them, in the order of the body
 * @param brokenCount how many elements could not be read
 * @param broken the first {@link #MOST} of them
 * @param truncatedBySender how many alerts the sender says it left out
 * @param sourceDefault the severity if nobody else gives one
 * @param autoResolve whether incidents end with their alerts unless a rule says otherwise
 */
public record BodyReading(
    String path,
    String dialect,
    int alertCount,
    List<ReadAlert> alerts,
    int brokenCount,
    List<Unread> broken,
    int truncatedBySender,
    Severity sourceDefault,
    boolean autoResolve) {

  /** So many are told of, since each is explained. */
  public static final int MOST = 20;

  /**
   * @param firing else a recovery
   * @param severity the sender's; null when it gave none that is known
   */
  public record ReadAlert(
      String fingerprint,
      boolean firing,
      String name,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, String> details,
      @Nullable Severity severity,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt) {}

  /**
   * @param pointer JSON pointer to the fault
   */
  public record Unread(String pointer, String reason) {}
}
