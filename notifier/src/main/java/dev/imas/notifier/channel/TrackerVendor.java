package dev.imas.notifier.channel;

/** How issues are made and followed in a tracker, with one provider's credentials. */
public interface TrackerVendor {

  /**
   * Carries out one task, which may take several requests. It may be repeated: an attempt before
   * may have done all or a part of it. What it did ends in {@link TrackerIssue#done}.
   *
   * @throws TaskEnd.Stop instead of an answer, with the end
   */
  TaskEnd carryOut(TaskLine line, TrackerWork work);
}
