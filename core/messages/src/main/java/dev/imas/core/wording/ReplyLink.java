package dev.imas.core.wording;

import dev.imas.core.platform.Secret;
import java.util.List;

/**
 * The link by which the person who gets a message acts on its incident. Whoever has it acts as that
 * person, so it is written into the message and nowhere else.
 *
 * @param url of the page that asks what to do; it acts when a form is posted to it
 * @param actions what it is for: {@code acknowledge}, {@code resolve}, {@link #ALL}, {@link
 *     #REGISTER}, {@link #LEAVE} or {@link #CONFIRM}
 */
public record ReplyLink(Secret url, List<String> actions) {

  /** Of the link of an invitation, which opens an account. */
  public static final String REGISTER = "register";

  /** Of the link of a message about many incidents, which acknowledges all of them. */
  public static final String ALL = "acknowledge_all";

  /** Of the link that ends a subscription to a status page. */
  public static final String LEAVE = "leave";

  /** Of the link that confirms one. */
  public static final String CONFIRM = "confirm";

  /** What is not done to an incident. */
  private static final List<String> OTHERS = List.of(REGISTER, ALL, LEAVE, CONFIRM);

  public ReplyLink {
    actions = List.copyOf(actions);
  }

  /** What its form says first, such as {@code acknowledge}. */
  public String action() {
    return actions.contains("acknowledge") || actions.contains(ALL) ? "acknowledge" : "resolve";
  }

  /** The key of what people are told that it is for. */
  String phrase() {
    return "action."
        + OTHERS.stream().filter(actions::contains).findFirst().orElseGet(this::action);
  }

  /** What it is for, in the language of a message. */
  public String label(Phrases phrases) {
    return phrases.say(phrase());
  }
}
