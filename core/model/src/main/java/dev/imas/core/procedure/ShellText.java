package dev.imas.core.procedure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the quotes of a POSIX shell through a command. A quoted value is safe only where no quote
 * is open: within double quotes, its own quotes are plain characters, and {@code $(…)} in it runs.
 */
final class ShellText {

  private enum Quote {
    NONE,
    SINGLE,
    /** {@code $'…'}, in which a backslash escapes. */
    ANSI,
    DOUBLE,
    BACKTICK,
    COMMENT
  }

  private final String command;
  private Quote quote = Quote.NONE;
  private boolean isEscaped;
  private boolean hasHereDocument;

  /** Some shells read comments only in scripts: there, a quote in one opens as any other does. */
  private boolean hasQuoteInComment;

  private int at;

  ShellText(String command) {
    this.command = command;
  }

  /**
   * What is open before a position, for people; empty if a quoted value may stand there. Positions
   * are asked for in their order.
   */
  Optional<String> openAt(int position) {
    while (at < position) {
      step(command.charAt(at));
      at++;
    }
    return Optional.ofNullable(open(position));
  }

  private @Nullable String open(int position) {
    if (hasHereDocument) {
      return "in or after a here-document";
    }
    if (hasQuoteInComment) {
      return "after a comment with quotes";
    }
    if (isEscaped) {
      return "after a backslash";
    }
    return switch (quote) {
      case SINGLE, ANSI, DOUBLE -> "within quotes";
      case BACKTICK -> "within backticks";
      case NONE, COMMENT ->
          position > 0 && command.charAt(position - 1) == '$' ? "after a dollar sign" : null;
    };
  }

  private void step(char c) {
    if (isEscaped) {
      isEscaped = false;
      return;
    }
    switch (quote) {
      case NONE -> plain(c);
      case SINGLE -> quote = c == '\'' ? Quote.NONE : quote;
      case ANSI -> {
        isEscaped = c == '\\';
        quote = c == '\'' ? Quote.NONE : quote;
      }
      case DOUBLE -> {
        isEscaped = c == '\\';
        quote = c == '"' ? Quote.NONE : quote;
      }
      case BACKTICK -> {
        isEscaped = c == '\\';
        quote = c == '`' ? Quote.NONE : quote;
      }
      case COMMENT -> {
        hasQuoteInComment |= "'\"`".indexOf(c) >= 0;
        quote = c == '\n' ? Quote.NONE : quote;
      }
    }
  }

  private void plain(char c) {
    switch (c) {
      case '\\' -> isEscaped = true;
      case '\'' -> quote = at > 0 && command.charAt(at - 1) == '$' ? Quote.ANSI : Quote.SINGLE;
      case '"' -> quote = Quote.DOUBLE;
      case '`' -> quote = Quote.BACKTICK;
      case '#' -> quote = isWordStart() ? Quote.COMMENT : quote;
      case '<' -> hasHereDocument |= command.startsWith("<<", at);
      default -> {}
    }
  }

  private boolean isWordStart() {
    return at == 0 || " \t\n;&|()".indexOf(command.charAt(at - 1)) >= 0;
  }
}
