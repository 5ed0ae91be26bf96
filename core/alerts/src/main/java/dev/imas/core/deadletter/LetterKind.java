package dev.imas.core.deadletter;

/** What the bytes of a dead letter are: one alert, one that was refused when stored, or a body. */
enum LetterKind {
  ELEMENT,
  REJECTED,
  BODY
}
