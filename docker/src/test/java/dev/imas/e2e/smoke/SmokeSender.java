package dev.imas.e2e.smoke;

import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import java.util.EnumSet;
import java.util.List;

/** Smoke detectors. */
public final class SmokeSender {

  public static final Sender SENDER =
      new Sender(
          "SMOKE",
          "Smoke detector",
          "smoke detectors",
          List.of(Format.webhook("smoke", "the room", new SmokeDecoder())),
          EnumSet.of(KeyForm.HEADER),
          false,
          "smoke.md",
          Sender.setUp(SmokeSender.class, "smoke.txt", "the detector's settings"));

  private SmokeSender() {}
}
