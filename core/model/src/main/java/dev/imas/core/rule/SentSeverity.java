package dev.imas.core.rule;

import dev.imas.core.model.Severity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sender said of the severity, before rules had a say. The order is stored: it never changes
 * meaning.
 */
public enum SentSeverity {
  /** The alert was routed before this was kept. */
  NOT_KEPT,
  SEV1,
  SEV2,
  SEV3,
  SEV4,
  /** It said nothing that is known, so its source's default counted. */
  NONE;

  private static final SentSeverity[] BY_CODE = values();

  /**
   * @param sent null if the sender gave none
   */
  public static SentSeverity of(@Nullable Severity sent) {
    return sent == null ? NONE : BY_CODE[sent.number()];
  }

  static SentSeverity ofCode(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : NOT_KEPT;
  }

  int code() {
    return ordinal();
  }

  /** Empty where the sender gave none, and where it is not known whether it did. */
  public Optional<Severity> severity() {
    return this == NOT_KEPT || this == NONE
        ? Optional.empty()
        : Optional.of(Severity.of(ordinal()));
  }
}
