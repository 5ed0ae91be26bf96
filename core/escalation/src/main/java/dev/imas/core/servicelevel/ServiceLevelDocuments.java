package dev.imas.core.servicelevel;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.SettingsDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;

/** Service levels as a document. */
final class ServiceLevelDocuments {

  private static final Fields HOURS =
      Members.of()
          .otherwise("days", Members.WORDS, Members.DAYS)
          .member("start", Members.ANY)
          .member("end", Members.ANY)
          .made();

  private static final Fields SHAPE =
      Members.of()
          .member(
              "calendars",
              new Shape.Listed(
                  Members.of()
                      .member("name", Members.ANY)
                      .member("time_zone", Members.ANY)
                      .member("hours", new Shape.Listed(HOURS))
                      .member("holiday_calendar", Members.ANY)
                      .made()))
          .member(
              "response",
              new Shape.Listed(
                  Members.of()
                      .member("tier", Members.ANY)
                      .member("within", Members.DURATION)
                      .member("calendar", Members.ANY)
                      .made()))
          .member(
              "resolution",
              new Shape.Listed(
                  Members.of()
                      .member("severity", Members.SEVERITY)
                      .member("within", Members.DURATION)
                      .member("calendar", Members.ANY)
                      .made()))
          .kept(
              "updates",
              new Shape.Listed(
                  Members.of()
                      .member("severity", Members.SEVERITY)
                      .member("every", Members.DURATION)
                      .made()))
          .made();

  private ServiceLevelDocuments() {}

  static DocumentsOfKind of(ServiceLevelRoutes levels) {
    return new SettingsDocuments(Kind.SERVICE_LEVELS, SHAPE, levels.single());
  }
}
