package dev.imas.core.option;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Reports what is wrong with an option that is an object, and remembers that there was something.
 */
final class MembersOfOption implements SourceConfig.Faults {

  private final SourceConfig.Faults faults;
  private boolean isFaulty;

  /**
   * Reports each member that is not known.
   *
   * @param known in the order of the alphabet
   */
  MembersOfOption(JsonNode object, List<String> known, SourceConfig.Faults faults) {
    this.faults = faults;
    object
        .fieldNames()
        .forEachRemaining(
            member -> {
              if (!known.contains(member)) {
                add(
                    "/" + member,
                    "is not known; the known members are " + String.join(", ", known));
              }
            });
  }

  @Override
  public void add(String pointer, String expected) {
    isFaulty = true;
    faults.add(pointer, expected);
  }

  boolean isFaulty() {
    return isFaulty;
  }
}
