package dev.imas.core.http;

/** What can be changed by whoever read its present version. */
public interface Versioned {

  int version();
}
