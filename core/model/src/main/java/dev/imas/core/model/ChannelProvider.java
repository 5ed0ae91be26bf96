package dev.imas.core.model;

import java.util.List;

/**
 * The kinds of channels of a distribution. Core checks and shows contacts and sends nothing: who
 * sends provides this, found by {@link java.util.ServiceLoader}.
 */
public interface ChannelProvider {

  /** In the order of the documents. */
  List<? extends ChannelKind> kinds();
}
