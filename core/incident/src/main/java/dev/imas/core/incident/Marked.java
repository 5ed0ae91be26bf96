package dev.imas.core.incident;

import dev.imas.core.http.Query;
import org.jspecify.annotations.Nullable;

/**
 * What a list of incidents may be narrowed down to by their marks.
 *
 * @param isTest true: only those that tests opened; false: only real ones
 * @param isUnrouted true: only those of which nobody could be found to be told; false: the others
 */
record Marked(@Nullable Boolean isTest, @Nullable Boolean isUnrouted) {

  /** Null if the request asks for nothing of it. */
  static @Nullable Marked read(Query query) {
    Marked read = new Marked(query.flag("is_test"), query.flag("unrouted"));
    return read.isTest == null && read.isUnrouted == null ? null : read;
  }

  /** Continues a condition of rows {@code i}. */
  String condition() {
    return (isTest == null ? "" : isTest ? " AND i.is_test" : " AND NOT i.is_test")
        + (isUnrouted == null
            ? ""
            : " AND i.id"
                + (isUnrouted ? " = ANY" : " <> ALL")
                + " (ARRAY (SELECT u.incident_id FROM incident_unrouted u))");
  }
}
