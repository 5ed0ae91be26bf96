package dev.imas.gateway.decode;

/** One element of a body: an alert, or what should have been one. Elements keep input order. */
public sealed interface Element permits IncomingAlert, BrokenElement {

  /** Where the element begins in the body, in bytes. */
  int bodyStart();

  /** The byte after its last one. */
  int bodyEnd();
}
