package dev.imas.core.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads signed notes from a file with many, line by line, so that its length does not matter. */
public final class NoteLines {

  private static final int MOST_LINES = 20;

  private final List<String> lines = new ArrayList<>();

  /**
   * Takes the next line, without its line break.
   *
   * @return the note that ends with it
   * @throws IllegalArgumentException if what came so far is no note
   */
  public Optional<SignedNote> next(String line) {
    if (lines.isEmpty() && line.isBlank()) {
      return Optional.empty();
    }
    lines.add(line);
    if (line.startsWith(SignedNote.SIGNED_BY)) {
      String note = String.join("\n", lines) + "\n";
      lines.clear();
      return Optional.of(SignedNote.parse(note));
    }
    if (lines.size() > MOST_LINES) {
      throw new IllegalArgumentException("it is no signed note: it has no signature");
    }
    return Optional.empty();
  }

  /** All notes of a text that fits into memory. */
  public static List<SignedNote> all(Stream<String> lines) {
    NoteLines reader = new NoteLines();
    return lines.map(reader::next).flatMap(Optional::stream).toList();
  }
}
