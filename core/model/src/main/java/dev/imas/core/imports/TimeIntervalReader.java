package dev.imas.core.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.times.IntervalReader;
import dev.imas.core.times.WrittenInterval;
import dev.imas.core.times.WrittenInterval.Hours;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes documents of named time intervals. */
final class TimeIntervalReader {

  /** The two lists in which they may stand; the second is that of older files. */
  private static final List<String> LISTS = List.of("time_intervals", "mute_time_intervals");

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final WrittenInterval ALWAYS =
      new WrittenInterval(List.of(), List.of(), List.of(), List.of(), List.of(), null);

  private final ImportNames names = new ImportNames();
  private final ImportNames keys = new ImportNames();
  private final List<ObjectNode> documents = new ArrayList<>();
  private final Map<String, Optional<String>> named = new LinkedHashMap<>();
  private final FileFaults faults;
  private final ImportReport report;

  TimeIntervalReader(FileFaults faults, ImportReport report) {
    this.faults = faults;
    this.report = report;
  }

  void read(Fields file) {
    for (String list : LISTS) {
      for (YamlPart part : file.items(list)) {
        read(part);
      }
    }
  }

  /** The name of an interval that is always in force, which the documents have from now on. */
  String always() {
    String name = names.name("always");
    documents.add(document(name, List.of(ALWAYS)));
    return name;
  }

  List<ObjectNode> documents() {
    return List.copyOf(documents);
  }

  /**
   * Those of the file by name, each with the name that it has in the documents; empty where it is
   * in none.
   */
  Map<String, Optional<String>> named() {
    return Map.copyOf(named);
  }

  private void read(YamlPart part) {
    Fields interval = Fields.of(part, faults);
    String name = interval.text("name");
    if (name == null) {
      faults.add(part, "has no name");
      return;
    }
    if (named.containsKey(name)) {
      faults.add(part, "has the name '" + Fields.cut(name) + "', as another interval has");
      return;
    }
    named.put(name, Optional.empty());
    List<WrittenInterval> written = parts(interval);
    report.unread(interval);
    if (written != null) {
      String free = names.name(name);
      named.put(name, Optional.of(free));
      documents.add(document(free, written));
      report.carried(part.path(), "is the time interval '" + free + "'");
    }
  }

  /** Null if one cannot be read. Then it is in none of the documents, and more is told. */
  private @Nullable List<WrittenInterval> parts(Fields interval) {
    List<WrittenInterval> all = new ArrayList<>();
    for (YamlPart part : interval.items("time_intervals")) {
      // What cannot be read is no fault of the file here: without it, more is told.
      FileFaults own = new FileFaults();
      Fields fields = Fields.of(part, own);
      List<String> wrong = new ArrayList<>();
      Optional<WrittenInterval> canonical =
          IntervalReader.canonical(
              written(fields, own, wrong),
              (pointer, says) -> wrong.add(pointer.substring(1) + " " + says));
      own.all().forEach(fault -> wrong.add(fault.says()));
      report.unread(fields);
      if (canonical.isEmpty() || !wrong.isEmpty()) {
        report.left(
            part.path(),
            "it cannot be read, so the routes that name its interval notify at these times, too: "
                + wrong.getFirst());
        return null;
      }
      all.add(canonical.get());
    }
    return all;
  }

  private static WrittenInterval written(Fields part, FileFaults own, List<String> wrong) {
    List<Hours> times = new ArrayList<>();
    for (YamlPart hours : part.items("times")) {
      Fields fields = Fields.of(hours, own);
      times.add(
          new Hours(
              String.valueOf(fields.text("start_time")), String.valueOf(fields.text("end_time"))));
    }
    WrittenInterval written =
        new WrittenInterval(
            times,
            texts(part, "weekdays"),
            texts(part, "days_of_month"),
            texts(part, "months"),
            texts(part, "years"),
            part.text("location"));
    for (String list : List.of("times", "weekdays", "days_of_month", "months", "years")) {
      // Alertmanager takes an empty list for no time at all, and not for all of it.
      if (part.has(list) && part.items(list).isEmpty()) {
        wrong.add(list + " is empty");
      }
    }
    return written;
  }

  private static List<String> texts(Fields part, String name) {
    return part.texts(name).stream().map(text -> String.valueOf(text.text())).toList();
  }

  private ObjectNode document(String name, List<WrittenInterval> parts) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", "time_interval").put("key", keys.key("alertmanager-" + name));
    document.put("name", name);
    document.set("time_intervals", JSON.valueToTree(parts));
    return document;
  }
}
