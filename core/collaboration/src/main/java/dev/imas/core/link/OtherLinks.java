package dev.imas.core.link;

import java.util.List;
import java.util.Optional;

/**
 * Links of messages that are about something other than an incident. Only on a virtual thread. A
 * link that is unknown or expired is not there.
 */
public interface OtherLinks {

  /**
   * The page behind such a link, in the language of its reader.
   *
   * @param language such as {@code fr}
   * @param said what the answer has done
   * @param lines what it is about
   * @param items a list below that; may be empty
   * @param button what is left to do; empty: nothing
   */
  record Shown(
      String language,
      String title,
      Optional<String> said,
      List<String> lines,
      List<String> items,
      Optional<String> button) {
    public Shown {
      lines = List.copyOf(lines);
      items = List.copyOf(items);
    }

    public Shown(
        String language,
        String title,
        Optional<String> said,
        List<String> lines,
        Optional<String> button) {
      this(language, title, said, lines, List.of(), button);
    }
  }

  /** What the link is about. It changes nothing. */
  Optional<Shown> look(String token);

  /** Does what the link is for, at most once. */
  Optional<Shown> act(String token);
}
