package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.platform.Fault;

/** Calendars of holidays. */
final class HolidayCalendarDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member(
              "days",
              new Shape.Keyed(
                  "day",
                  Members.of()
                      .member("day", Members.ANY)
                      .otherwise("name", Members.ANY, "")
                      .made()))
          .made();

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return new CheckedKeeper(
        keeping.resource(
            Kind.HOLIDAY_CALENDAR, keeping.resources().holidays().resource(keeping.call())),
        HolidayCalendarDocuments::refuseText);
  }

  /** Which days an iCalendar has depends on when it is read, so that no apply would be the last. */
  private static void refuseText(ObjectNode body) {
    if (body.has("ics")) {
      throw Fault.invalid(
          "/ics",
          "/ics is read by the API alone, since its days change with time; import it there, and"
              + " write the days that imas export shows");
    }
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema.remove("ics");
    schema.require("days");
  }
}
