package dev.imas.gateway.sender.opsgenie;

/** What a request asks for, in Opsgenie's words. The order is a part of request ids. */
public enum OpsgenieAction {
  CREATE("Create", "Created alert"),
  CLOSE("Close", "Closed alert"),
  ACKNOWLEDGE("Acknowledge", "Acknowledged alert"),
  NOTE("AddNote", "Added note"),
  /** A change of the alert's texts, which IMAS takes from the next create only. */
  UPDATE("Update", "Not changed: IMAS takes texts from the next create"),
  UNACKNOWLEDGE("UnAcknowledge", "Unacknowledged alert");

  private final String word;
  private final String done;

  OpsgenieAction(String word, String done) {
    this.word = word;
    this.done = done;
  }

  /** As the answer to "what became of my request" names it. */
  public String word() {
    return word;
  }

  /** What became of it when it succeeded. */
  public String done() {
    return done;
  }
}
