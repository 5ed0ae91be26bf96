package dev.imas.core.model;

import java.util.List;

/**
 * The kinds of channels of a distribution. Core checks and shows contacts, and sends nothing. The
 * module that sends provides them; {@link java.util.ServiceLoader} finds it.
 */
public interface ChannelProvider {

  /** In the order in which the documentation lists them. */
  List<? extends ChannelKind> kinds();
}
