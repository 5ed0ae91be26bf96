package dev.imas.core.demo;

/** The demo cannot continue. */
public final class DemoFailure extends RuntimeException {

  private final String advice;

  DemoFailure(String advice) {
    super(advice);
    this.advice = advice;
  }

  /** What happened, and what the user can do about it. */
  public String advice() {
    return advice;
  }
}
