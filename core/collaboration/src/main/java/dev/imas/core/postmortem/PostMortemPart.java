package dev.imas.core.postmortem;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A section that people write, in the order in which it is read. Pure. */
enum PostMortemPart {
  SUMMARY("Summary"),
  IMPACT("Impact"),
  ROOT_CAUSE("Root cause"),
  CONTRIBUTING_FACTORS("Contributing factors"),
  WENT_WELL("What went well"),
  WENT_BADLY("What went badly");

  /** Of a text. */
  static final int LONGEST = 20_000;

  private final String title;

  PostMortemPart(String title) {
    this.title = title;
  }

  /** Its heading in a document. */
  String title() {
    return title;
  }

  /** The name in JSON, in paths and in the database. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<PostMortemPart> named(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName().equals(wireName)).findFirst();
  }

  static List<String> wireNames() {
    return Arrays.stream(values()).map(PostMortemPart::wireName).toList();
  }
}
