package dev.imas.core.privacy;

import java.util.ArrayList;
import java.util.List;

/**
 * What keeps a person from being erased now, and what to do first. Pure.
 *
 * @param isLastAdministrator whether nobody else is an active administrator of the tenant
 * @param incidents the open incidents that they lead
 * @param places what would point at nobody, in words: schedules, policies, drills
 * @param waiting how many messages to them are still to be sent
 */
record ErasureObstacles(
    boolean isLastAdministrator, List<String> incidents, List<String> places, long waiting) {

  ErasureObstacles {
    incidents = List.copyOf(incidents);
    places = List.copyOf(places);
  }

  /** In words, each with what to do; empty if there is none. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (isLastAdministrator) {
      words.add("they are the last active administrator; make another user tenant_admin first");
    }
    if (!incidents.isEmpty()) {
      words.add(
          "they lead the open incidents "
              + String.join(", ", incidents)
              + "; resolve these or give them another lead first");
    }
    if (!places.isEmpty()) {
      words.add(
          "they are still needed by: "
              + String.join("; ", places)
              + "; put somebody else there first");
    }
    if (waiting > 0) {
      words.add(waiting + " messages to them are still to be sent; wait until they are");
    }
    return words;
  }
}
