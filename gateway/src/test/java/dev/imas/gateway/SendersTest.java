package dev.imas.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.SourceKind;
import dev.imas.core.model.SourceKind.SetUp;
import dev.imas.core.model.SourceTypes;
import dev.imas.gateway.pipeline.SenderRoutes;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.KeyForm;
import dev.imas.gateway.sender.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SendersTest {

  private static final Path MODULE = module();
  private static final List<Sender> ALL = new Senders().all();

  @Test
  void everyPackageOfASenderIsOnTheList() throws IOException {
    TreeSet<String> packages = new TreeSet<>();
    try (Stream<Path> folders =
        Files.list(MODULE.resolve("src/main/java/dev/imas/gateway/sender"))) {
      folders
          .filter(Files::isDirectory)
          .forEach(folder -> packages.add("dev.imas.gateway.sender." + folder.getFileName()));
    }

    assertThat(packages).hasSizeGreaterThanOrEqualTo(4);
    assertThat(formats().map(format -> format.decoder().getClass().getPackageName()).distinct())
        .containsExactlyInAnyOrderElementsOf(packages);
  }

  @Test
  void everyFormatHasPayloads() throws IOException {
    for (String folder : formats().flatMap(format -> format.payloads().stream()).toList()) {
      try (Stream<Path> files =
          Files.list(MODULE.resolve("src/test/resources/payloads").resolve(folder))) {
        assertThat(files).as(folder).isNotEmpty();
      }
    }
    assertThat(formats().filter(format -> format.payloads().isEmpty()).map(Format::path))
        .as("refuses every body")
        .containsExactly("/v2/alerts/{identifier}/tags");
  }

  @Test
  void coreFindsTheirTypes() {
    assertThat(
            ServiceLoader.load(SourceTypes.class).stream()
                .flatMap(provider -> provider.get().kinds().stream()))
        .containsExactlyElementsOf(new Senders().kinds())
        .extracting(SourceKind::type)
        .contains("PROMETHEUS", "CUSTOM");
  }

  @Test
  void typeIsOfOneSender() {
    Sender custom = ALL.getLast();
    assertThatThrownBy(() -> new Senders().and(custom)).hasMessageContaining("CUSTOM");
    assertThatThrownBy(() -> new Senders().and(like(custom, "ANY"))).hasMessageContaining("ANY");
    assertThatThrownBy(() -> new Senders().and(like(custom, "no type")))
        .hasMessageContaining("no type");
  }

  @Test
  void pathAndDialectAreOfOneFormat() {
    Sender custom = ALL.getLast();
    Format taken = custom.formats().getFirst();
    Format samePath = Format.webhook("custom", "", ALL.getFirst().formats().getFirst().decoder());
    Format sameDialect = Format.webhook("other", "", taken.decoder());

    assertThatThrownBy(() -> new SenderRoutes(List.of(custom, with(samePath))))
        .hasMessageContaining("/api/v1/webhooks/custom");
    assertThatThrownBy(() -> new SenderRoutes(List.of(custom, with(sameDialect))))
        .hasMessageContaining("two formats have custom");
  }

  private static Stream<Format> formats() {
    return ALL.stream().flatMap(sender -> sender.formats().stream()).distinct();
  }

  private static Sender like(Sender sender, String type) {
    return new Sender(
        type,
        sender.name(),
        sender.title(),
        sender.formats(),
        sender.keys(),
        false,
        sender.page(),
        sender.setUp());
  }

  private static Sender with(Format format) {
    return new Sender(
        "OTHER",
        "Other",
        "other",
        List.of(format),
        EnumSet.of(KeyForm.HEADER),
        false,
        "other.md",
        new SetUp("a file", "{{key}}"));
  }

  /** Tests run in their module's folder. */
  private static Path module() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("gateway")) ? here.resolve("gateway") : here;
  }
}
