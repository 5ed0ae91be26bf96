package dev.imas.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imas.fixtures.CpuTime;
import dev.imas.fixtures.FuzzTime;
import org.junit.jupiter.api.extension.ExtendWith;

/** Any text as a file of Alertmanager. */
@ExtendWith(FuzzTime.class)
class AlertmanagerImportFuzzTest {

  @FuzzTest
  void anyTextIsTranslatedOrHasFaults(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    CpuTime.within(FuzzTime.MOST, () -> translate(text));
  }

  private static void translate(String text) {
    switch (AlertmanagerImport.of(text, path -> path)) {
      case ImportResult.Imported imported -> assertThat(imported.documents()).isNotEmpty();
      case ImportResult.Refused refused -> assertThat(refused.faults()).isNotEmpty();
    }
  }
}
