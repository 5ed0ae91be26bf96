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

  private final YamlPart.Members part;
  private final FileFaults faults;
  private final Set<String> asked = new HashSet<>();

  private Fields(YamlPart.Members part, FileFaults faults) {
    this.part = part;
    this.faults = faults;
  }

  /** Of anything else than a mapping, a fault and no members. */
  static Fields of(YamlPart part, FileFaults faults) {
    if (part instanceof YamlPart.Members members) {
      return new Fields(members, faults);
    }
    if (!part.isNothing()) {
      faults.add(part, "must be a mapping, name: value");
    }
    return new Fields(new YamlPart.Members(part.path(), part.line(), Map.of()), faults);
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
  @Nullable YamlPart part(String name) {
    asked.add(name);
    YamlPart found = part.members().get(name);
    return found == null || found.isNothing() ? null : found;
  }

  @Nullable String text(String name) {
    return switch (part(name)) {
      case null -> null;
      case YamlPart.Scalar scalar -> scalar.text();
      case YamlPart.Items items -> noText(items);
      case YamlPart.Members members -> noText(members);
    };
  }

  private @Nullable String noText(YamlPart part) {
    faults.add(part, "must be a text");
    return null;
  }

  boolean flag(String name, boolean otherwise) {
    String text = text(name);
    YamlPart found = part(name);
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
    YamlPart found = part(name);
    return of(found == null ? new YamlPart.Members(path(name), line(), Map.of()) : found, faults);
  }

  List<YamlPart> items(String name) {
    return switch (part(name)) {
      case null -> List.of();
      case YamlPart.Items items -> items.items();
      case YamlPart.Scalar scalar -> noList(scalar);
      case YamlPart.Members members -> noList(members);
    };
  }

  private List<YamlPart> noList(YamlPart part) {
    faults.add(part, "must be a list, a line with - for each item");
    return List.of();
  }

  /** The texts of a list, with their places. */
  List<YamlPart.Scalar> texts(String name) {
    List<YamlPart.Scalar> texts = new ArrayList<>();
    for (YamlPart item : items(name)) {
      if (item instanceof YamlPart.Scalar scalar && scalar.text() != null) {
        texts.add(scalar);
      } else {
        faults.add(item, "must be a text");
      }
    }
    return texts;
  }

  /** The texts of a mapping, in its order. */
  Map<String, YamlPart.Scalar> pairs(String name) {
    Map<String, YamlPart.Scalar> pairs = new LinkedHashMap<>();
    YamlPart found = part(name);
    if (found == null) {
      return pairs;
    }
    Fields inner = of(found, faults);
    inner
        .part
        .members()
        .forEach(
            (key, value) -> {
              if (value instanceof YamlPart.Scalar scalar) {
                pairs.put(key, scalar);
              } else {
                faults.add(value, "must be a text");
              }
            });
    return pairs;
  }

  /** Those that nobody asked for. */
  List<YamlPart> unread() {
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
