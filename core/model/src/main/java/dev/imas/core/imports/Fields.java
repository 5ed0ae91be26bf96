package dev.imas.core.imports;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a mapping, read one by one. It remembers which were asked for. */
final class Fields {

  private static final Set<String> TRUE = Set.of("true", "yes", "y", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "n", "off");

  private final Part.Members part;
  private final Faults faults;
  private final Set<String> asked = new HashSet<>();

  private Fields(Part.Members part, Faults faults) {
    this.part = part;
    this.faults = faults;
  }

  /** Of anything else than a mapping, a fault and no members. */
  static Fields of(Part part, Faults faults) {
    if (part instanceof Part.Members members) {
      return new Fields(members, faults);
    }
    if (!part.isNothing()) {
      faults.add(part, "must be a mapping, name: value");
    }
    return new Fields(new Part.Members(part.path(), part.line(), Map.of()), faults);
  }

  String path() {
    return part.path();
  }

  int line() {
    return part.line();
  }

  /** Where a member is or would be. */
  String path(String name) {
    return part.path().isEmpty() ? name : part.path() + "." + name;
  }

  boolean has(String name) {
    return part(name) != null;
  }

  /** Null if it is missing, or nothing. */
  @Nullable Part part(String name) {
    asked.add(name);
    Part found = part.members().get(name);
    return found == null || found.isNothing() ? null : found;
  }

  @Nullable String text(String name) {
    return switch (part(name)) {
      case null -> null;
      case Part.Scalar scalar -> scalar.text();
      case Part.Items items -> noText(items);
      case Part.Members members -> noText(members);
    };
  }

  private @Nullable String noText(Part part) {
    faults.add(part, "must be a text");
    return null;
  }

  boolean flag(String name, boolean otherwise) {
    String text = text(name);
    Part found = part(name);
    if (text == null || found == null) {
      return otherwise;
    }
    String word = text.toLowerCase(Locale.ROOT);
    if (!TRUE.contains(word) && !FALSE.contains(word)) {
      faults.add(found, "is '" + cut(text) + "'; it must be true or false");
    }
    return TRUE.contains(word);
  }

  Fields fields(String name) {
    Part found = part(name);
    return of(found == null ? new Part.Members(path(name), line(), Map.of()) : found, faults);
  }

  List<Part> items(String name) {
    return switch (part(name)) {
      case null -> List.of();
      case Part.Items items -> items.items();
      case Part.Scalar scalar -> noList(scalar);
      case Part.Members members -> noList(members);
    };
  }

  private List<Part> noList(Part part) {
    faults.add(part, "must be a list, a line with - for each item");
    return List.of();
  }

  /** The texts of a list, with their places. */
  List<Part.Scalar> texts(String name) {
    List<Part.Scalar> texts = new ArrayList<>();
    for (Part item : items(name)) {
      if (item instanceof Part.Scalar scalar && scalar.text() != null) {
        texts.add(scalar);
      } else {
        faults.add(item, "must be a text");
      }
    }
    return texts;
  }

  /** The texts of a mapping, in its order. */
  Map<String, Part.Scalar> pairs(String name) {
    Map<String, Part.Scalar> pairs = new LinkedHashMap<>();
    Part found = part(name);
    if (found == null) {
      return pairs;
    }
    Fields inner = of(found, faults);
    inner
        .part
        .members()
        .forEach(
            (key, value) -> {
              if (value instanceof Part.Scalar scalar) {
                pairs.put(key, scalar);
              } else {
                faults.add(value, "must be a text");
              }
            });
    return pairs;
  }

  /** Those that nobody asked for. */
  List<Part> unread() {
    return part.members().entrySet().stream()
        .filter(member -> !asked.contains(member.getKey()))
        .map(Map.Entry::getValue)
        .filter(value -> !value.isNothing())
        .toList();
  }

  /** The names of those that nobody asked for. */
  List<String> unreadNames() {
    return part.members().keySet().stream().filter(name -> !asked.contains(name)).toList();
  }

  /** A text of the file, short enough to be shown. */
  static String cut(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > 80 ? line.substring(0, 79) + "…" : line;
  }
}
