package dev.imas.core.imports;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file, so that all of it is told at once. */
final class FileFaults {

  /** More are most likely one mistake made many times. */
  private static final int MOST = 100;

  private final List<ImportFault> all = new ArrayList<>();

  void add(YamlPart at, String says) {
    add(at.line(), at.path(), says);
  }

  void add(int line, String path, String says) {
    if (all.size() < MOST) {
      all.add(new ImportFault(line, path, says));
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  List<ImportFault> all() {
    return List.copyOf(all);
  }
}
