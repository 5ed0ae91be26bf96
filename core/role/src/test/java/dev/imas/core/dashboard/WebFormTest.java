package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.dashboard.NodeTools.Said;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of the dashboard's sources. */
class WebFormTest {

  @TempDir private Path folder;

  /** With -Dimas.web.write=true they are formatted instead. */
  @Test
  void everyFileIsFormatted() throws IOException {
    String how = Boolean.getBoolean("imas.web.write") ? "--write" : "--list-different";
    Said said =
        new NodeTools(folder)
            .run(
                Path.of("../web/src/main/web").toAbsolutePath(),
                "prettier/bin/prettier.cjs",
                how,
                ".");
    assertThat(said.code()).as("%s", said.text()).isZero();
  }
}
