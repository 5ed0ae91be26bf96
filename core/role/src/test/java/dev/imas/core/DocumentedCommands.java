package dev.imas.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The requests that the documents show: of {@code curl}, and of {@code api}, which is curl too. */
final class DocumentedCommands {

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String API = "/api/v1/";

  /** What is posted there is read by senders' own tests. */
  private static final String GATEWAY = ":8080/";

  private DocumentedCommands() {}

  /**
   * A request as a document shows it.
   *
   * @param where the page and the command's first line
   * @param path under {@code /api/v1}, without its query
   * @param query the names of its parameters
   * @param body null if it has none, or comes from a file
   * @param answer the answer that follows it; null if none is shown
   */
  record Command(
      String where,
      String method,
      String path,
      TreeSet<String> query,
      @Nullable String body,
      @Nullable String answer) {}

  /** By page, the text of its fenced blocks that have no language, or this one. */
  static Map<String, List<String>> blocks(String... languages) {
    Map<String, List<String>> found = new TreeMap<>();
    try (Stream<Path> pages = Files.list(Path.of("../../docs"))) {
      for (Path page :
          Stream.concat(pages, Stream.of(Path.of("../../README.md")))
              .filter(p -> p.toString().endsWith(".md"))
              .toList()) {
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
          if (List.of(languages).contains(block.group(1))) {
            found
                .computeIfAbsent(page.getFileName().toString(), name -> new ArrayList<>())
                .add(block.group(2));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  static List<Command> all() {
    List<Command> commands = new ArrayList<>();
    blocks("", "sh", "bash")
        .forEach((page, blocks) -> blocks.forEach(block -> commands.addAll(in(page, block))));
    return commands;
  }

  private static List<Command> in(String page, String block) {
    List<Command> commands = new ArrayList<>();
    List<List<String>> lines = Shell.commands(block);
    for (int i = 0; i < lines.size(); i++) {
      String next = i + 1 < lines.size() ? String.join(" ", lines.get(i + 1)) : "";
      read(page, lines.get(i), Shell.isAnswer(next) ? next : null).ifPresent(commands::add);
    }
    return commands;
  }

  private static Optional<Command> read(String page, List<String> words, @Nullable String answer) {
    int from = words.indexOf("curl");
    boolean isApi = words.getFirst().equals("api");
    if (!isApi && from < 0) {
      return Optional.empty();
    }
    String url = isApi ? API.substring(0, API.length() - 1) + words.get(1) : "";
    String method = "";
    String body = null;
    boolean isQuery = false;
    List<String> fields = new ArrayList<>();
    for (int i = isApi ? 2 : from + 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.matches("-\\w*X")) {
        method = words.get(++i);
      } else if (word.equals("-H")) {
        i++;
      } else if (word.equals("-d") || word.equals("--data-urlencode")) {
        String value = words.get(++i);
        body = value;
        fields.add(value.replaceAll("=.*", ""));
      } else if (word.equals("-G")) {
        isQuery = true;
      } else if (word.contains(API) && !word.contains(GATEWAY)) {
        url = word;
      }
    }
    if (!url.contains(API)) {
      return Optional.empty();
    }
    String[] target = url.substring(url.indexOf(API) + API.length() - 1).split("\\?", 2);
    TreeSet<String> query = new TreeSet<>(isQuery ? fields : List.of());
    if (target.length > 1) {
      Stream.of(target[1].split("&")).forEach(pair -> query.add(pair.replaceAll("=.*", "")));
    }
    if (isQuery) {
      body = null;
    }
    return Optional.of(
        new Command(
            page + ": " + String.join(" ", words.subList(0, Math.min(4, words.size()))),
            method.isEmpty() ? (body == null ? "GET" : "POST") : method,
            target[0],
            query,
            body == null || body.startsWith("@") ? null : body,
            answer));
  }

  /** As much of a shell's grammar as the documents use. */
  private static final class Shell {

    private Shell() {}

    static boolean isAnswer(String line) {
      return line.startsWith("{") || line.startsWith("[");
    }

    /** Each command's words, without their quotes; a shown answer is one word as it is. */
    static List<List<String>> commands(String text) {
      List<List<String>> commands = new ArrayList<>();
      List<String> words = new ArrayList<>();
      StringBuilder word = new StringBuilder();
      boolean inWord = false;
      char quote = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (words.isEmpty() && !inWord && isAnswer(text.substring(i, i + 1))) {
          int end = text.indexOf('\n', i);
          commands.add(List.of(text.substring(i, end)));
          i = end;
        } else if (quote == 0 && c == '\\' && text.startsWith("\n", i + 1)) {
          i++;
        } else if (quote == 0 && (c == '\'' || c == '"')) {
          quote = c;
          inWord = true;
        } else if (quote != 0 && c == quote) {
          quote = 0;
        } else if (quote == '"' && c == '\\') {
          word.append(text.charAt(++i));
        } else if (quote == 0 && Character.isWhitespace(c)) {
          if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
          }
          if (c == '\n' && !words.isEmpty()) {
            commands.add(List.copyOf(words));
            words.clear();
          }
        } else {
          word.append(c);
          inWord = true;
        }
      }
      return commands;
    }
  }
}
