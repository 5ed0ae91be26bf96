package dev.imas.core;

import dev.imas.core.model.SourceKind;
import dev.imas.core.model.SourceKind.SetUp;
import dev.imas.core.model.SourceTypes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The source types that a gateway would provide. */
public final class SourceTypesOfTests implements SourceTypes {

  @Override
  public List<SourceKind> kinds() {
    return Stream.of(
            "Alertmanager", "Prometheus", "Datadog", "Grafana", "Custom", "Email", "AWS_SNS")
        .map(SourceTypesOfTests::named)
        .toList();
  }

  /** A kind of sender that is nothing but its name. */
  static SourceKind named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return new SourceKind(
        name.toUpperCase(Locale.ROOT),
        name,
        name + " of the tests",
        List.of("/api/v1/webhooks/" + lower),
        List.of("bearer"),
        lower + ".md",
        new SetUp(
            lower + ".yml",
            "url: {{gateway}}/api/v1/webhooks/"
                + lower
                + "\n"
                + "scheme: {{scheme}}\n"
                + "host: {{host}}\n"
                + "credentials: {{key}}\n"
                + "title: {{ .Title }}\n"));
  }
}
