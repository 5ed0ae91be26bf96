package dev.imas.core.http;

/** A resource that can be changed only by a caller who read its current version. */
public interface Versioned {

  int version();
}
