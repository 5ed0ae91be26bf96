package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Secret;
import dev.imas.core.tenant.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstCredentialsTest {

  @TempDir private Path folder;

  private static Bootstrap.Result made(Optional<Secret> key, Optional<Secret> token) {
    return new Bootstrap.Result(
        new UUID(0, 1), key, token, token.map(t -> new Secret("imas_inv_c")));
  }

  @Test
  void areInAFileThatOnlyItsOwnerMayReadAndThatAShellReadsIn() throws IOException {
    Path file =
        FirstCredentials.keep(
            made(Optional.of(new Secret("imas_src_a")), Optional.of(new Secret("imas_adm_b"))),
            folder.resolve("data"),
            code -> "http://localhost:1/welcome#" + code.reveal());

    assertThat(file).isNotNull();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readAllLines(file))
        .contains(
            "IMAS_BOOTSTRAP_SOURCE_KEY=imas_src_a",
            "IMAS_BOOTSTRAP_ADMIN_TOKEN=imas_adm_b",
            "# Makes your account: http://localhost:1/welcome#imas_inv_c",
            "IMAS_FIRST_ADMIN_CODE=imas_inv_c");
  }

  @Test
  void areDeletedOnceATerminalHasShownThem() {
    Path file =
        FirstCredentials.keep(
            made(Optional.of(new Secret("imas_src_a")), Optional.empty()), folder, Secret::reveal);
    FirstCredentials.delete(file);
    assertThat(folder).isEmptyDirectory();
    FirstCredentials.delete(file);
    FirstCredentials.delete(null);
  }

  @Test
  void noFileIsMadeWhereNothingWasMade() {
    assertThat(
            FirstCredentials.keep(made(Optional.empty(), Optional.empty()), folder, Secret::reveal))
        .isNull();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatTakesNoFilesDoesNotEndTheStart() {
    assertThat(
            FirstCredentials.keep(
                made(Optional.of(new Secret("imas_src_a")), Optional.empty()),
                Path.of("/proc/imas-data"),
                Secret::reveal))
        .isNull();
  }
}
