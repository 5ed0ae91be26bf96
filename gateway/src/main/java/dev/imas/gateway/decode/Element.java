package dev.imas.gateway.decode;

/**
 * One element of a body: an alert, an event that is none, or what could not be read. Elements keep
 * input order. What says two things, as a close with a note, or an alert with a fact, is two
 * elements over the same bytes; no others overlap.
 */
public sealed interface Element permits IncomingAlert, SideEvent, BrokenElement, ChangeFact {

  /** Where the element begins in the body, in bytes. */
  int bodyStart();

  /** The byte after its last one. */
  int bodyEnd();
}
