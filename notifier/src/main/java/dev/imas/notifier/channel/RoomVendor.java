package dev.imas.notifier.channel;

/** How rooms are made and kept at a vendor, with one provider's credentials. */
public interface RoomVendor {

  /**
   * Carries out one task, which may take several requests. It may be repeated: an attempt before
   * may have done all or a part of it.
   *
   * @throws TaskEnd.Stop instead of an answer, with the end
   */
  TaskEnd carryOut(TaskLine line, RoomWork work);
}
