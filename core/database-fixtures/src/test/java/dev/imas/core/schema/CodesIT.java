package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Disposition;
import dev.imas.core.model.SideEventKind;
import dev.imas.core.model.TransitionKind;
import dev.imas.fixtures.database.TestDatabase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodesIT {

  @Test
  void theDatabaseCallsNumbersAsTheModelDoes() {
    List<String> codes = new ArrayList<>();
    for (TransitionKind kind : TransitionKind.values()) {
      codes.add("kind_" + kind.wireName() + " = " + kind.number());
    }
    for (SideEventKind kind : SideEventKind.values()) {
      codes.add("side_" + kind.wireName() + " = " + kind.number());
    }
    for (Disposition disposition : EnumSet.range(Disposition.OPENED, Disposition.STALE)) {
      codes.add("disposition_" + disposition.wireName() + " = " + (disposition.ordinal() + 1));
    }
    try (TestDatabase database = TestDatabase.create()) {
      assertThat(
              database.query(
                  """
                  SELECT format('%s = %s', p.proname, pg_get_function_sqlbody(p.oid)) FROM pg_proc p
                   WHERE p.pronamespace = 'imas'::regnamespace AND (p.proname LIKE 'kind\\_%' OR p.proname LIKE 'disposition\\_%'
                          OR p.proname IN ('side_dropped', 'side_change', 'side_action'))\
                  """))
          .map(line -> line.replace("RETURN ", ""))
          .containsExactlyInAnyOrderElementsOf(codes);
    }
  }
}
