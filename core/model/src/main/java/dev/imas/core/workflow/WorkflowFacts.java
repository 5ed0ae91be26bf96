package dev.imas.core.workflow;

/**
 * What guards ask about an item and whoever moves it.
 *
 * @param hasOwner whether a person or a team owns it
 * @param hasReason whether whoever moves it says why
 * @param mayManage whether whoever moves it has the permission, besides owning the item
 */
public record WorkflowFacts(
    boolean hasOwner, boolean hasDue, boolean hasReason, boolean mayManage) {

  boolean meet(TransitionGuard guard) {
    return switch (guard) {
      case OWNER_SET -> hasOwner;
      case DUE_SET -> hasDue;
      case REASON_GIVEN -> hasReason;
      case PERMISSION -> mayManage;
    };
  }
}
