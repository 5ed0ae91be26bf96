package dev.imas.gateway.decode;

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
