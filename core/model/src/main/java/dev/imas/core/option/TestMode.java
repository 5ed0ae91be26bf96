package dev.imas.core.option;

/** Whether what is posted to a source is a test, of which nobody is told (ADR 160). */
public enum TestMode {
  /** Never. A post that says that it is one is refused. */
  OFF,
  /** Where the post says so, by the header {@code X-IMAS-Test: true}. */
  HEADER,
  /** Always. */
  ALWAYS;

  /** Whether a post that says that it is a test is taken as one. */
  public boolean takesTests() {
    return this != OFF;
  }
}
