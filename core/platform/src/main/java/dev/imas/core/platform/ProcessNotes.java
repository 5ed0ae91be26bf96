package dev.imas.core.platform;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a process shows among the checks of {@code /health/ready}, on the port of each of its roles.
 * A note makes no role unready.
 */
public final class ProcessNotes {

  private static final String MAP = "imas.process-notes";

  private ProcessNotes() {}

  private record Note(Supplier<Map<String, Object>> shown) implements Shareable {}

  /** Shows this under a name from now on. */
  public static void show(Vertx vertx, String name, Supplier<Map<String, Object>> note) {
    vertx.sharedData().<String, Note>getLocalMap(MAP).put(name, new Note(note));
  }

  /** What is shown now, by name. */
  static Map<String, Map<String, Object>> of(Vertx vertx) {
    Map<String, Map<String, Object>> notes = new TreeMap<>();
    vertx
        .sharedData()
        .<String, Note>getLocalMap(MAP)
        .forEach((name, note) -> notes.put(name, note.shown().get()));
    return notes;
  }
}
