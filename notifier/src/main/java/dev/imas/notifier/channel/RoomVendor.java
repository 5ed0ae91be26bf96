package dev.imas.notifier.channel;

/** How rooms are made and kept at a vendor, with one provider's credentials. */
public interface RoomVendor {

  /**
   * Carries out one task, which may take several requests. It may be repeated: an attempt before
   * may have done all or a part of it.
   *
   * @throws RoomEnd.Stop instead of an answer, with the end
   */
  RoomEnd carryOut(RoomLine line, RoomWork work);
}
