package dev.imas.core;

import dev.imas.core.model.ProviderField;
import dev.imas.core.model.ProviderKind;
import java.util.List;

/** A type of provider for tests, with a member of each form. */
record ProviderOfTests(String type) implements ProviderKind {

  @Override
  public String title() {
    return "A server of tests";
  }

  @Override
  public List<ProviderField> fields() {
    return List.of(
        ProviderField.url("server_url", "The server.").required(),
        ProviderField.text("default_topic", "[a-z]{1,64}", "a topic such as ops", "The topic.")
            .required(),
        ProviderField.text("access_token", "What it logs in with.").secret(),
        ProviderField.text("password", "A short one.").secret(),
        ProviderField.number("default_priority", 1, 5, "The priority."),
        ProviderField.choice("format", List.of("plain", "rich"), "The form of messages."),
        ProviderField.texts("default_tags", 2, "Tags."));
  }
}
