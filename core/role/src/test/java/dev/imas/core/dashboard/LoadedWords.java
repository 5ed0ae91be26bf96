package dev.imas.core.dashboard;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which parts of the catalogue each page loads, and which words its code says, with all that it
 * imports, also later. A word counts as said where its key stands as a text of its own: keys also
 * stand in tables and in conditions.
 */
final class LoadedWords {

  private static final Pattern WORD = Pattern.compile("(?m)^  \"?([^\":\\s]+)\"?:(?=\\s)");
  private static final Pattern PAGE =
      Pattern.compile(
          "\"(/[^\"]*)\": \\{\\s*words: \\[([^\\]]*)\\][^}]*?import\\(\"\\./([^\"]+)\"\\)");
  private static final Pattern IMPORT =
      Pattern.compile(
          "(?m)^(?:import|export) (?!type)[^;]*?from \"(\\.[^\"]+)\"|import\\(\"(\\.[^\"]+)\"\\)");

  /** Code that comes with its own words. */
  private static final Pattern LATER =
      Pattern.compile("import\\(\"(\\.[^\"]+)\"\\), loadWords\\(([^)]*)\\)");

  /** A permission may be called as a word is. */
  private static final Pattern TEXT = Pattern.compile("(?<!permission = )\"([a-z][\\w./-]*)\"");

  private static final Pattern SAID = Pattern.compile("say\\(\\s*\"([^\"]+)\"");
  private static final Pattern BEGUN = Pattern.compile("`([a-z][\\w.-]*\\.)\\$\\{");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  /** Instead of routes, of what stands around every page. */
  static final String EVERY_PAGE = "every page";

  private static final Set<String> EVERYWHERE = Set.of("shell", "manage");

  private final Path sources;
  private final Map<String, Set<String>> parts = new HashMap<>();
  private final Map<Path, String> files = new HashMap<>();

  private LoadedWords(Path sources) {
    this.sources = sources;
  }

  static LoadedWords read(Path sources) throws IOException {
    LoadedWords read = new LoadedWords(sources);
    try (Stream<Path> all = Files.list(sources.resolve("words/en"))) {
      for (Path file : all.toList()) {
        String part = file.getFileName().toString().replace(".ts", "");
        WORD.matcher(Files.readString(file))
            .results()
            .forEach(
                one -> read.parts.computeIfAbsent(one.group(1), w -> new HashSet<>()).add(part));
      }
    }
    try (Stream<Path> all = Files.walk(sources)) {
      for (Path file : all.filter(one -> one.toString().matches(".*\\.tsx?")).toList()) {
        if (!file.startsWith(sources.resolve("words"))) {
          read.files.put(file.normalize(), Files.readString(file));
        }
      }
    }
    return read;
  }

  /** For each part of the catalogue, the routes whose pages load it. */
  Map<String, Set<String>> loading() {
    Map<String, Set<String>> loading = new TreeMap<>();
    EVERYWHERE.forEach(part -> loading.put(part, new TreeSet<>(Set.of(EVERY_PAGE))));
    for (MatchResult page : pages()) {
      QUOTED
          .matcher(page.group(2))
          .results()
          .filter(one -> !EVERYWHERE.contains(one.group(1)))
          .forEach(
              one ->
                  loading
                      .computeIfAbsent(one.group(1), part -> new TreeSet<>())
                      .add(page.group(1)));
    }
    for (Later later : later()) {
      QUOTED
          .matcher(later.quotedParts())
          .results()
          .filter(one -> !EVERYWHERE.contains(one.group(1)))
          .forEach(
              one ->
                  loading
                      .computeIfAbsent(one.group(1), part -> new TreeSet<>())
                      .addAll(pagesOf(later.from())));
    }
    return loading;
  }

  /** For each word, the routes whose code says it, with all that is loaded later. */
  Map<String, Set<String>> saying() {
    Map<String, Set<String>> saying = new TreeMap<>();
    for (MatchResult page : pages()) {
      reached(resolve(sources, "./" + page.group(3)), true)
          .forEach(
              file ->
                  saidIn(file)
                      .forEach(
                          word ->
                              saying
                                  .computeIfAbsent(word, w -> new TreeSet<>())
                                  .add(page.group(1))));
    }
    for (Path file : reached(resolve(sources, "./main"), true)) {
      saidIn(file).forEach(word -> saying.put(word, new TreeSet<>(Set.of(EVERY_PAGE))));
    }
    return saying;
  }

  /** Code that is loaded later, and by which file. */
  private record Later(Path from, String quotedParts) {}

  private List<Later> later() {
    List<Later> later = new ArrayList<>();
    files.forEach(
        (file, text) ->
            LATER.matcher(text).results().forEach(one -> later.add(new Later(file, one.group(2)))));
    return later;
  }

  private Set<String> pagesOf(Path file) {
    if (reached(resolve(sources, "./main"), true).contains(file)) {
      return Set.of(EVERY_PAGE);
    }
    Set<String> routes = new TreeSet<>();
    for (MatchResult page : pages()) {
      if (reached(resolve(sources, "./" + page.group(3)), true).contains(file)) {
        routes.add(page.group(1));
      }
    }
    return routes;
  }

  private List<MatchResult> pages() {
    return PAGE.matcher(files.getOrDefault(sources.resolve("pages.ts").normalize(), ""))
        .results()
        .toList();
  }

  private Set<String> saidIn(Path file) {
    String text = files.getOrDefault(file, "");
    Set<String> said = new TreeSet<>();
    SAID.matcher(text).results().map(one -> one.group(1)).forEach(said::add);
    QUOTED
        .matcher(text)
        .results()
        .map(one -> one.group(1))
        .filter(one -> one.indexOf('.') > 0 || text.contains("say("))
        .forEach(said::add);
    BEGUN
        .matcher(text)
        .results()
        .map(one -> one.group(1))
        .forEach(
            begun -> parts.keySet().stream().filter(w -> w.startsWith(begun)).forEach(said::add));
    said.retainAll(parts.keySet());
    return said;
  }

  /** One line for each word of a page, or beginning of words, that is not there when it is said. */
  List<String> missing() {
    Set<String> missing = new TreeSet<>();
    for (MatchResult page : pages()) {
      Path from = resolve(sources, "./" + page.group(3));
      look(page.group(1), from, page.group(2), missing);
    }
    // What is around every page has the shell's words, and the names of the pages.
    look("around pages", resolve(sources, "./main"), "", missing);
    files.forEach(
        (file, text) ->
            LATER
                .matcher(text)
                .results()
                .forEach(
                    one ->
                        look(
                            one.group(1),
                            resolve(folderOf(file), one.group(1)),
                            one.group(2),
                            missing)));
    return List.copyOf(missing);
  }

  private void look(String what, Path from, String quotedParts, Set<String> missing) {
    Set<String> loaded = new HashSet<>(EVERYWHERE);
    QUOTED.matcher(quotedParts).results().forEach(one -> loaded.add(one.group(1)));
    for (Path file : reached(from)) {
      lacking(file, loaded).forEach(one -> missing.add(what + ": " + name(file) + " says " + one));
    }
  }

  private String name(Path file) {
    return sources.normalize().relativize(file).toString().replace('\\', '/');
  }

  private Set<String> lacking(Path file, Set<String> loaded) {
    String text = files.getOrDefault(file, "");
    Set<String> lacking = new TreeSet<>();
    Stream.concat(
            SAID.matcher(text).results().map(one -> one.group(1)),
            // Without a dot it may be any other text.
            TEXT.matcher(text)
                .results()
                .map(one -> one.group(1))
                .filter(one -> one.indexOf('.') > 0))
        .forEach(
            word -> {
              Set<String> of = parts.getOrDefault(word, loaded);
              if (of.stream().noneMatch(loaded::contains)) {
                lacking.add(word + " of " + String.join(", ", new TreeSet<>(of)));
              }
            });
    BEGUN
        .matcher(text)
        .results()
        .map(one -> one.group(1))
        .forEach(
            begun -> {
              // Several parts may have words that begin so; the page is about those of one.
              Set<String> of = new TreeSet<>();
              parts.forEach(
                  (word, in) -> {
                    if (word.startsWith(begun)) {
                      of.addAll(in);
                    }
                  });
              if (!of.isEmpty() && of.stream().noneMatch(loaded::contains)) {
                lacking.add(begun + " of " + String.join(", ", of));
              }
            });
    return lacking;
  }

  /** The file, and all that it imports; pages are reached by their routes only. */
  private Set<Path> reached(Path from) {
    return reached(from, false);
  }

  private Set<Path> reached(Path from, boolean isLaterToo) {
    Set<Path> reached = new HashSet<>();
    List<Path> left = new ArrayList<>(List.of(from));
    while (!left.isEmpty()) {
      Path file = left.removeLast();
      String text = files.getOrDefault(file, "");
      if (!isLaterToo) {
        text = LATER.matcher(text).replaceAll("");
      }
      if (!files.containsKey(file) || file.endsWith("pages.ts") || !reached.add(file)) {
        continue;
      }
      for (MatchResult one : IMPORT.matcher(text).results().toList()) {
        String to = one.group(1) == null ? one.group(2) : one.group(1);
        left.add(resolve(folderOf(file), to));
      }
    }
    return reached;
  }

  private static Path folderOf(Path file) {
    return requireNonNull(file.getParent());
  }

  private Path resolve(Path folder, String to) {
    for (String end : List.of(".tsx", ".ts", "/index.ts")) {
      Path file = folder.resolve(to + end).normalize();
      if (files.containsKey(file)) {
        return file;
      }
    }
    return folder.resolve(to).normalize();
  }
}
