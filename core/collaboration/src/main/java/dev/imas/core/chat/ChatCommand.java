package dev.imas.core.chat;

import dev.imas.core.incident.IncidentReplies;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a person asks for in a chat (COL-15): {@code /imas incident ack INC-7F3KX}. Pure. */
sealed interface ChatCommand {

  /**
   * @param message for the timeline; null: none
   */
  record Act(IncidentReplies.Act act, String incident, @Nullable String message)
      implements ChatCommand {}

  record Create(String title) implements ChatCommand {}

  /**
   * @param all also those that are resolved
   */
  record Newest(boolean all) implements ChatCommand {}

  record Status(String incident) implements ChatCommand {}

  /**
   * @param team null: those that the person belongs to
   */
  record OnCall(@Nullable String team) implements ChatCommand {}

  /**
   * @param why what could not be read; empty if the person asked for help
   */
  record Help(String why) implements ChatCommand {}

  /** Words that say nothing: the product, and what it is about. */
  Set<String> PREFIXES = Set.of("imas", "incident", "inc");

  Pattern BARE_NUMBER = Pattern.compile("[0-9A-Za-z]{4,8}");
  Pattern SPACE = Pattern.compile("\\s+");

  /**
   * Reads a line. A slash before the first word, and a bot's name after it, may be there.
   *
   * @return empty for a line that is for somebody else: its first word is none of ours
   */
  static Optional<ChatCommand> read(String line) {
    Deque<String> words = new ArrayDeque<>(Arrays.asList(SPACE.split(line.strip())));
    boolean isOurs = false;
    while (!words.isEmpty() && PREFIXES.contains(verb(words.peek()))) {
      words.pop();
      isOurs = true;
    }
    if (words.isEmpty() || words.peek().isEmpty()) {
      return isOurs ? Optional.of(new Help("")) : Optional.empty();
    }
    String first = words.pop();
    return switch (verb(first)) {
      case "create", "new" -> Optional.of(create(String.join(" ", words)));
      case "ack", "acknowledge" -> act(IncidentReplies.Act.ACKNOWLEDGE, words);
      case "unack", "unacknowledge" -> act(IncidentReplies.Act.UNACKNOWLEDGE, words);
      case "resolve" -> act(IncidentReplies.Act.RESOLVE, words);
      case "escalate" -> act(IncidentReplies.Act.ESCALATE, words);
      case "list" -> Optional.of(new Newest("all".equalsIgnoreCase(words.peek())));
      case "status" ->
          Optional.of(words.isEmpty() ? nameOne("status") : new Status(number(words.pop())));
      case "oncall" -> Optional.of(new OnCall(words.isEmpty() ? null : String.join(" ", words)));
      case "help", "start" -> Optional.of(new Help(""));
      default ->
          isOurs || first.startsWith("/")
              ? Optional.of(new Help("I do not know '" + cut(first) + "'. "))
              : Optional.empty();
    };
  }

  /** Whether somebody wants to open an incident and says no more. */
  static boolean isBareCreate(String line) {
    Deque<String> words = new ArrayDeque<>(Arrays.asList(SPACE.split(line.strip())));
    while (!words.isEmpty() && PREFIXES.contains(verb(words.peek()))) {
      words.pop();
    }
    return words.size() == 1 && Set.of("create", "new").contains(verb(words.pop()));
  }

  /** {@code /Ack@imas_bot} is {@code ack}. */
  private static String verb(String word) {
    String plain = word.startsWith("/") ? word.substring(1) : word;
    int at = plain.indexOf('@');
    return (at < 0 ? plain : plain.substring(0, at)).toLowerCase(Locale.ROOT);
  }

  private static Optional<ChatCommand> act(IncidentReplies.Act act, Deque<String> words) {
    if (words.isEmpty()) {
      return Optional.of(nameOne(act.wireName()));
    }
    String incident = number(words.pop());
    String message = words.isEmpty() ? null : String.join(" ", words);
    return Optional.of(
        message != null && message.length() > 1_000
            ? new Help("The message is too long: at most 1,000 characters. ")
            : new Act(act, incident, message));
  }

  private static ChatCommand create(String title) {
    return title.isBlank() ? new Help("Say what is wrong: create <title>. ") : new Create(title);
  }

  private static ChatCommand nameOne(String verb) {
    return new Help("Name an incident: " + verb + " INC-…. ");
  }

  /** People leave out the letters before the number. */
  private static String number(String word) {
    return BARE_NUMBER.matcher(word).matches() ? "INC-" + word : word;
  }

  private static String cut(String word) {
    return word.length() <= 30 ? word : word.substring(0, 30) + "…";
  }
}
