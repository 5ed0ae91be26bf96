package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Checks that two spellings of one document are read the same, fingerprints included. */
final class SameReading {

  private SameReading() {}

  /**
   * @return false when the body is no document that can be spelled in another way
   */
  static boolean holds(byte[] body, Random random) {
    Respelling document = Respelling.of(body);
    if (document == null) {
      return false;
    }
    byte[] respelled = document.write(random);
    for (AlertDecoder decoder : Bodies.FUZZED) {
      for (DecodeContext context : ReadingContract.contexts(decoder)) {
        Decoding first = decoder.decode(body, body.length, context);
        Decoding second = decoder.decode(respelled, respelled.length, context);
        if (!placeless(first).equals(placeless(second))) {
          assertThat(placeless(second))
              .as(decoder.dialect() + ": " + new String(respelled, StandardCharsets.UTF_8))
              .isEqualTo(placeless(first));
        }
      }
    }
    return true;
  }

  /** The reading without the offsets in the body, which differ. */
  private static Object placeless(Decoding decoding) {
    return switch (decoding) {
      case Decoding.Refused refused -> List.of(refused.status(), refused.pointer());
      case Decoding.Read read ->
          List.of(
              read.truncatedBySender(),
              read.elements().stream().map(SameReading::placeless).toList());
    };
  }

  private static Object placeless(Element element) {
    return switch (element) {
      case SideEvent e ->
          new SideEvent(
              e.kind(),
              e.title(),
              e.about(),
              e.action(),
              e.author(),
              e.note(),
              e.labels(),
              e.link(),
              e.happenedAtMicros(),
              0,
              1);
      case DeploymentFact fact -> List.of(fact.key(), fact.state(), fact.atMicros(), fact.labels());
      case PushFact push -> List.of(push.key(), push.commits(), push.total(), push.labels());
      case BrokenElement broken -> List.of(broken.pointer(), broken.reason());
      case IncomingAlert a ->
          new IncomingAlert(
              a.firing(),
              a.impliedState(),
              a.name(),
              a.weaklyNamed(),
              a.labels(),
              a.annotations(),
              a.details(),
              a.fingerprint(),
              a.severity(),
              a.startsAtMicros(),
              a.endsAtMicros(),
              a.observedAtMicros(),
              0,
              1);
    };
  }
}
