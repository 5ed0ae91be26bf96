package dev.imas.core.alert;

import dev.imas.core.http.Query;
import dev.imas.core.platform.Fault;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The group that alerts are counted by.
 *
 * @param label the label's name, for the kind LABEL
 */
record CountedBy(Kind kind, @Nullable String label) {

  private static final String LABEL = "label:";

  enum Kind {
    SERVICE,
    SOURCE,
    SEVERITY,
    NAME,
    LABEL;

    /** The name that the statement uses. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads the parameter {@code by}; null if there is none. */
  static @Nullable CountedBy read(Query query) {
    String text = query.text("by");
    if (text == null) {
      return null;
    }
    if (text.length() > LABEL.length() && text.startsWith(LABEL)) {
      return new CountedBy(Kind.LABEL, text.substring(LABEL.length()));
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.LABEL && kind.word().equals(text)) {
        return new CountedBy(kind, null);
      }
    }
    throw Fault.at(
        Fault.Kind.BAD_REQUEST,
        "by",
        "'" + text + "' is not known; use service, source, severity, name or label:<name>");
  }
}
