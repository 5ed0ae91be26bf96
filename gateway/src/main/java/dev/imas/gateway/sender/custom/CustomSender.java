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
          "anything that can post JSON",
          List.of(
              Format.webhook(
                      "custom", "`dedup_key`, else the name and the labels", new CustomDecoder())
                  .alsoAt("generic")),
          EnumSet.allOf(KeyForm.class),
          false,
          "custom.md");

  private CustomSender() {}
}
