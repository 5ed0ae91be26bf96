package dev.imas.core.launch;

/**
 * The command line sets a command's parent after it creates the command; until then there is none.
 */
final class Parent {

  private Parent() {}

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static <T> T none() {
    return null;
  }
}
