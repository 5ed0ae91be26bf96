package dev.imas.gateway.decode;

/** Reads one sender dialect. Stateless: any thread may use it. Throws nothing for any body. */
public interface AlertDecoder {

  /** The dialect's name in paths, metrics and logs. */
  String dialect();

  /**
   * Do all labels together identify an alert, unless its source's owner says otherwise? Else they
   * may change while it fires, and with them what the rules say of it.
   */
  default boolean identifiesByLabels() {
    return false;
  }

  /**
   * @param body holds the body in its first {@code length} bytes; is neither changed nor kept
   */
  Decoding decode(byte[] body, int length, DecodeContext context);

  /**
   * What stands before and after a single alert so that it is a body of this dialect: a dead letter
   * of one alert is read again by it. Empty where an alert is a body by itself.
   */
  default Envelope envelope() {
    return Envelope.NONE;
  }

  /** ASCII. */
  record Envelope(String before, String after) {

    public static final Envelope NONE = new Envelope("", "");
  }
}
