package dev.imas.core.launch;

/** The command line fills a command's parent in after it was made; until then there is none. */
final class Parent {

  private Parent() {}

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static <T> T none() {
    return null;
  }
}
