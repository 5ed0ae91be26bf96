package dev.imas.core.imports;

/**
 * A secret that documents refer to, and do not hold.
 *
 * @param reference {@code from_env} or {@code from_file}
 * @param name of the variable or the file
 * @param path where the file has it, or what needs it
 * @param says what it must be, if that differs from what the file has; otherwise empty
 */
public record NeededSecret(String reference, String name, String path, String says) {

  static final String VARIABLE = "from_env";
  static final String FILE = "from_file";
}
