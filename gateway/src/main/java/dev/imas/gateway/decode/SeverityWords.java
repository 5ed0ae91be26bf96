package dev.imas.gateway.decode;

import dev.imas.core.model.Severity;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a sender's word for a severity means for one source. */
public final class SeverityWords {

  private SeverityWords() {}

  /**
   * Looks in the source's own mapping first, then among the words of requirement ING-12; null when
   * in neither.
   */
  public static @Nullable Severity read(SourceOptions options, String word) {
    Severity mapped = mapped(options, word);
    return mapped != null ? mapped : Severity.parse(word).orElse(null);
  }

  /** The same for a word of a place whose name may say that it is syslog's. */
  static @Nullable Severity read(SourceOptions options, String place, String word) {
    if (!place.startsWith("syslog")) {
      return read(options, word);
    }
    Severity mapped = mapped(options, word);
    return mapped != null ? mapped : Severity.ofSyslog(word).orElse(null);
  }

  /** Looks in the source's own mapping only. */
  public static @Nullable Severity mapped(SourceOptions options, String word) {
    return options.severityMapping().isEmpty()
        ? null
        : options.severityMapping().get(word.strip().toLowerCase(Locale.ROOT));
  }
}
