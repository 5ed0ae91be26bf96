package dev.imas.gateway.sns;

/** What a post to a source that names topics of SNS is worth. */
public sealed interface SnsVerdict {

  /** It is of an allowed topic, young, and signed by SNS. */
  record Proven(SnsMessage message) implements SnsVerdict {}

  /** It cannot be judged without this certificate, which is at an address of SNS. */
  record NeedsCertificate(String url) implements SnsVerdict {}

  /**
   * @param detail for the sender, without secrets
   */
  record Refused(Cause cause, String detail) implements SnsVerdict {}

  /** Why a post is refused. */
  enum Cause {
    /** It is no message of SNS with a signature. */
    NO_ENVELOPE,
    /** Its topic, or an address in it, is none that this source allows. */
    FOREIGN,
    /** Its signature does not fit, or is too old. */
    FORGED
  }
}
