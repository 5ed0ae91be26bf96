package dev.imas.core.model;

import java.util.List;

/**
 * The types that a source may have, one for each kind of sender. Core stores sources and reads no
 * body: who reads them provides this, found by {@link java.util.ServiceLoader}.
 */
public interface SourceTypes {

  /** Of a source that may post in every format. */
  String ANY = "ANY";

  /** In the order of the documents, without {@link #ANY}. */
  List<String> types();
}
