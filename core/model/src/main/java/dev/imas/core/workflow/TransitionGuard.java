package dev.imas.core.workflow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What must hold before an item takes a transition. */
public enum TransitionGuard {
  OWNER_SET("it needs an owner"),
  DUE_SET("it needs a due date"),
  REASON_GIVEN("it needs a reason"),
  /** Owning the item is not enough. */
  PERMISSION("it needs the permission item.manage; being its owner is not enough");

  private final String demand;

  TransitionGuard(String demand) {
    this.demand = demand;
  }

  /** What is missing, as the rest of a sentence. */
  public String demand() {
    return demand;
  }

  /** The name in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<TransitionGuard> named(String wireName) {
    return Arrays.stream(values()).filter(guard -> guard.wireName().equals(wireName)).findFirst();
  }
}
