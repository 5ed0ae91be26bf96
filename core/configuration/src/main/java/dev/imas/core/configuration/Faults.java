package dev.imas.core.configuration;

import dev.imas.core.platform.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Faults of a part of a document, as faults of the whole. */
final class Faults {

  private Faults() {}

  /** Runs the work, whose faults are below that pointer. */
  static void under(String at, Runnable work) {
    try {
      work.run();
    } catch (Fault fault) {
      throw below(fault, at, "");
    }
  }

  /**
   * @param what the pointers are in, for people; empty for nothing
   */
  static Fault below(Fault fault, String at, String what) {
    String said = what.isEmpty() ? "" : what + ": ";
    if (fault.kind() != Fault.Kind.INVALID || fault.details().isEmpty()) {
      return Fault.at(fault.kind(), at, said + fault.detail());
    }
    Map<String, List<String>> details = new LinkedHashMap<>();
    fault
        .details()
        .forEach(
            (pointer, texts) -> {
              List<String> moved = new ArrayList<>();
              texts.forEach(
                  text ->
                      moved.add(
                          said
                              + (text.startsWith(pointer)
                                  ? (what.isEmpty() ? at : "") + text
                                  : (what.isEmpty() ? at : "") + pointer + " " + text)));
              details.put(at + pointer, moved);
            });
    return Fault.invalid(details);
  }
}
