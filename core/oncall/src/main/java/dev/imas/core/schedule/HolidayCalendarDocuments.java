package dev.imas.core.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.CheckedKeeper;
import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
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

  private final HolidayRoutes holidays;

  HolidayCalendarDocuments(HolidayRoutes holidays) {
    this.holidays = holidays;
  }

  @Override
  public Kind kind() {
    return Kind.HOLIDAY_CALENDAR;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return new CheckedKeeper(
        keeping.resource(Kind.HOLIDAY_CALENDAR, holidays.resource(keeping.call())),
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
