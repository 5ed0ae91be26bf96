package dev.imas.core.window;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.imas.core.window.DeploymentWindow.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a deployment window itself still lacks before it may start. Pure. What speaks against a
 * start besides, the gate says.
 */
final class WindowStart {

  /**
   * @param text the whole sentence, in English, with what helps
   */
  record Lacking(Code code, String text) {}

  enum Code {
    NOT_PLANNED,
    TOO_EARLY,
    OVER,
    NO_SERVICE,
    NOT_APPROVED,
    CHANGED,
    CHECKLIST,
    ROLLBACK_PLAN,
    /** Too few people can approve it, so it will never start. */
    APPROVERS;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private WindowStart() {}

  /**
   * @param isEmergency whether it names an open SEV1 or SEV2 of what is deployed: such a window may
   *     start before it is approved
   */
  static List<Lacking> of(DeploymentWindow window, boolean isEmergency, Instant now) {
    if (window.status() != WindowStatus.PLANNED) {
      return List.of(
          new Lacking(
              Code.NOT_PLANNED,
              "it is " + window.status().wireName().replace('_', ' ') + " already"));
    }
    List<Lacking> lacking = new ArrayList<>();
    if (window.isMissed(now)) {
      lacking.add(new Lacking(Code.OVER, "its time is over; move it"));
    } else if (now.isBefore(window.from().minus(DeploymentWindow.MARGIN))) {
      lacking.add(
          new Lacking(Code.TOO_EARLY, "it may start 15 minutes before its time; wait, or move it"));
    }
    if (window.services().isEmpty()) {
      lacking.add(new Lacking(Code.NO_SERVICE, "its services are gone; name one"));
    }
    approval(window, isEmergency, lacking);
    long open = window.checklist().stream().filter(check -> check.doneAt() == null).count();
    if (open > 0) {
      lacking.add(
          new Lacking(
              Code.CHECKLIST,
              open
                  + (open == 1 ? " point" : " points")
                  + " of its checklist must be ticked first: "
                  + first(window.checklist())));
    }
    if (window.isProduction() && window.rollbackPlan().isEmpty()) {
      lacking.add(
          new Lacking(Code.ROLLBACK_PLAN, "a deployment to production needs a rollback plan"));
    }
    return lacking;
  }

  /**
   * Whether it waits for more people than there are. It does not keep what is approved from
   * starting.
   *
   * @param approvers who may vote, by name
   */
  static Optional<Lacking> approvers(DeploymentWindow window, List<String> approvers) {
    if (window.approval().lets() || approvers.size() >= window.quorum()) {
      return Optional.empty();
    }
    String needed = window.quorum() == 1 ? "1 person" : window.quorum() + " people";
    String there = approvers.isEmpty() ? "nobody" : "only " + String.join(" and ", approvers);
    return Optional.of(
        new Lacking(
            Code.APPROVERS,
            needed
                + " must approve it, and "
                + there
                + " can, since whoever wrote or submitted it cannot; give somebody the permission"
                + " deployment.approve, or ask for fewer approvals"));
  }

  private static String first(List<Check> checklist) {
    return checklist.stream()
        .filter(check -> check.doneAt() == null)
        .map(Check::text)
        .findFirst()
        .orElse("");
  }

  private static void approval(
      DeploymentWindow window, boolean isEmergency, List<Lacking> lacking) {
    if (isEmergency || window.approval() == ApprovalState.NOT_NEEDED) {
      return;
    }
    ApprovalRequest request = window.request();
    if (window.approval() != ApprovalState.APPROVED || request == null) {
      lacking.add(
          new Lacking(
              Code.NOT_APPROVED,
              switch (window.approval()) {
                case DRAFT -> "it needs an approval; submit it";
                case REFUSED -> "it was refused; change it, and submit it again";
                case VOID -> "it has changed since it was submitted; submit it again";
                default -> "it waits for its approval";
              }));
    } else if (!window.isCoveredBy(request)) {
      lacking.add(
          new Lacking(Code.CHANGED, "it has changed since it was approved; submit it again"));
    }
  }
}
