package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Present;
import dev.imas.core.document.Shape.Fields;
import java.util.List;
import java.util.UUID;

/** What an apply does with one thing, and why. */
sealed interface PlannedChange {

  Kind kind();

  String key();

  String name();

  UUID id();

  /** For people. */
  String why();

  /** In JSON: create, update, take_over, delete or release. */
  default String action() {
    return switch (this) {
      case Create c -> "create";
      case Update c -> "update";
      case TakeOver c -> "take_over";
      case Delete c -> "delete";
      case Release c -> "release";
    };
  }

  /** What differs; empty if nothing does. */
  default List<Difference.Part> parts() {
    return List.of();
  }

  /** It has a document. */
  sealed interface Documented extends PlannedChange {

    Document document();

    @Override
    default Kind kind() {
      return document().kind();
    }

    @Override
    default String key() {
      return document().key();
    }

    @Override
    default String name() {
      return document().name();
    }
  }

  /** The set kept it, and does so no more. */
  sealed interface Dropped extends PlannedChange {

    Managed managed();

    @Override
    default Kind kind() {
      return managed().kind();
    }

    @Override
    default String key() {
      return managed().key();
    }

    @Override
    default UUID id() {
      return managed().object();
    }
  }

  /** It is made. */
  record Create(
      Document document, UUID id, Fields shape, ObjectNode after, List<Difference.Part> parts)
      implements Documented {

    @Override
    public String why() {
      return "it is not there yet";
    }
  }

  /** It is there, and something of it changes. */
  record Update(
      Document document,
      Present present,
      Fields shape,
      ObjectNode before,
      ObjectNode after,
      List<Difference.Part> parts,
      String why)
      implements Documented {

    @Override
    public UUID id() {
      return present.id();
    }
  }

  /** Nothing of it changes, but from now on the set keeps it. */
  record TakeOver(Document document, UUID id, String why) implements Documented {}

  /** The set kept it, and has no document for it any more. */
  record Delete(Managed managed, Present present) implements Dropped {

    @Override
    public String name() {
      return present.name();
    }

    @Override
    public String why() {
      return "the set '" + managed.set() + "' has no document for it any more";
    }
  }

  /** It stays as it is, but the set does not keep it any more. */
  record Release(Managed managed, String why) implements Dropped {

    @Override
    public String name() {
      return managed.key();
    }
  }
}
