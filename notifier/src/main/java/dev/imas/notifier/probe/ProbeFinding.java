package dev.imas.notifier.probe;

/** What became of a probe. Reasons are for those who look after the page, and never public. */
sealed interface ProbeFinding {

  /** As rows have it. */
  String word();

  record Up() implements ProbeFinding {
    @Override
    public String word() {
      return "up";
    }
  }

  record Down(String reason) implements ProbeFinding {
    @Override
    public String word() {
      return "down";
    }
  }

  /** It was not asked, which says nothing of the component. */
  record Unknown(String reason) implements ProbeFinding {
    @Override
    public String word() {
      return "unknown";
    }
  }
}
