package dev.imas.gateway.sender.custom;

import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import java.util.EnumSet;
import java.util.List;

/** JSON of a sender's own. */
public final class CustomSender {

  public static final Sender SENDER =
      new Sender(
          "CUSTOM",
          "JSON",
          "anything that can post JSON",
          List.of(
              Format.webhook(
                      "custom", "`dedup_key`, else the name and the labels", new CustomDecoder())
                  .alsoAt("generic")),
          EnumSet.complementOf(EnumSet.of(KeyForm.BODY)),
          false,
          "custom.md",
          Sender.setUp(CustomSender.class, "custom.txt", "a shell, or whatever posts JSON"));

  private CustomSender() {}
}
