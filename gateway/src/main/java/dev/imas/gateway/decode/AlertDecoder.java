package dev.imas.gateway.decode;

import java.util.List;

/** Reads one sender dialect. Stateless, so any thread may use it. It throws for no body. */
public interface AlertDecoder {

  /** The dialect's name in paths, metrics and logs. */
  String dialect();

  /**
   * Whether all labels together identify an alert, unless the source's owner says otherwise. If
   * not, labels may change while the alert fires, and with them what the rules decide.
   */
  default boolean identifiesByLabels() {
    return false;
  }

  /**
   * @param body holds the body in its first {@code length} bytes; it is neither changed nor kept
   */
  Decoding decode(byte[] body, int length, DecodeContext context);

  /**
   * The pointers of the source's profile or mapping at which a body has nothing, for its owner.
   * Slow, and only for a body that {@link #decode} has read.
   */
  default List<String> unmatched(byte[] body, int length, DecodeContext context) {
    return List.of();
  }

  /**
   * What to put before and after a single alert to make it a body of this dialect. A dead letter of
   * one alert is replayed with it. Empty where an alert is a body by itself.
   */
  default Envelope envelope() {
    return Envelope.NONE;
  }

  /** The reason of a refusal, in ASCII. */
  record Envelope(String before, String after) {

    public static final Envelope NONE = new Envelope("", "");
  }
}
