package dev.imas.gateway.decode;

/** Carries a refusal out of the reading code. It never leaves this package. */
public final class BodyRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Decoding.Refused refusal;

  public BodyRefused(int status, String pointer, String detail, long byteOffset) {
    super(detail, null, false, false);
    this.refusal = new Decoding.Refused(status, pointer, detail, byteOffset);
  }

  public static BodyRefused shape(String pointer, String detail, long byteOffset) {
    return new BodyRefused(422, pointer, detail, byteOffset);
  }

  Decoding.Refused refusal() {
    return refusal;
  }
}
