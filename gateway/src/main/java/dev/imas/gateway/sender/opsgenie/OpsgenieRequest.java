package dev.imas.gateway.sender.opsgenie;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered, and what became of it. Opsgenie answers first and works later, so
 * its clients ask again by the request's id. IMAS answers after the commit and knows it all by
 * then: the id carries it, and nothing is kept for it. It proves nothing to IMAS. Pure.
 *
 * @param receipt of the post
 * @param done false where the alert was not there
 * @param alertId empty where no alert is known
 * @param alias empty where the request named none
 */
public record OpsgenieRequest(
    UUID receipt, OpsgenieAction action, boolean done, String alertId, String alias) {

  private static final OpsgenieAction[] ACTIONS = OpsgenieAction.values();
  private static final int LENGTH_OF_UUID = 36;
  private static final int MOST = 16_000;
  private static final double NANOS_A_MILLI = 1e6;

  /** In seconds, to the millisecond, and never 0: clients take that for none. */
  public static double seconds(long nanos) {
    return Math.max(1, Math.round(nanos / NANOS_A_MILLI)) / 1000.0;
  }

  /** The id: letters, digits, {@code -} and {@code _}. */
  public String id() {
    String told = (char) ('a' + action.ordinal()) + (done ? "+" : "-") + alertId + "\n" + alias;
    return receipt
        + "-"
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(told.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads an id; null for what is none. */
  public static @Nullable OpsgenieRequest of(String id) {
    if (id.length() <= LENGTH_OF_UUID || id.length() > MOST || id.charAt(LENGTH_OF_UUID) != '-') {
      return null;
    }
    try {
      UUID receipt = UUID.fromString(id.substring(0, LENGTH_OF_UUID));
      String told =
          new String(
              Base64.getUrlDecoder().decode(id.substring(LENGTH_OF_UUID + 1)),
              StandardCharsets.UTF_8);
      int line = told.indexOf('\n');
      int action = told.isEmpty() ? -1 : told.charAt(0) - 'a';
      return line < 2 || action < 0 || action >= ACTIONS.length
          ? null
          : new OpsgenieRequest(
              receipt,
              ACTIONS[action],
              told.charAt(1) == '+',
              told.substring(2, line),
              told.substring(line + 1));
    } catch (IllegalArgumentException noId) {
      return null;
    }
  }
}
