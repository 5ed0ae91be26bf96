package dev.imas.core.imports;

/**
 * Why a file cannot be read.
 *
 * @param line counted from 1
 * @param path such as {@code route.routes[2].receiver}; empty for the whole file
 */
public record ImportFault(int line, String path, String says) {

  /** For people: {@code line 12: route.receiver is missing}. */
  public String inWords() {
    return "line " + line + ": " + (path.isEmpty() ? "the file" : path) + " " + says;
  }
}
