package dev.imas.gateway.decode;

/** Reads one sender dialect. Stateless: any thread may use it. Throws nothing for any body. */
public interface AlertDecoder {

  /** The dialect's name in paths, metrics and logs. */
  String dialect();

  /**
   * @param body holds the body in its first {@code length} bytes; is neither changed nor kept
   */
  Decoding decode(byte[] body, int length, DecodeContext context);
}
