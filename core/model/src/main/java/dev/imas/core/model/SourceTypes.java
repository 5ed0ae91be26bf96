package dev.imas.core.model;

import java.util.List;

/**
 * The types that a source may have, one for each kind of sender. Core stores sources but reads no
 * bodies. The module that reads them provides the types; {@link java.util.ServiceLoader} finds it.
 */
public interface SourceTypes {

  /** The type of a source that may post in every format. */
  String ANY = "ANY";

  /** The type whose bodies are mails. */
  String EMAIL = "EMAIL";

  /** The type of a source whose bodies are read as its own profile says. */
  String PROFILE = "PROFILE";

  /** In the order in which the documentation lists them, without {@link #ANY}. */
  List<SourceKind> kinds();
}
