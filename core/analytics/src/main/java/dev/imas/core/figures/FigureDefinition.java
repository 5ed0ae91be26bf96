package dev.imas.core.figures;

import java.util.List;

/**
 * How a figure of an answer was counted. Pure.
 *
 * @param figure its name
 * @param rule in one word, for programs
 * @param text in a sentence, for people
 */
record FigureDefinition(String figure, String rule, String text) {

  static List<FigureDefinition> of(Measure measure) {
    return List.of(
        new FigureDefinition(
            "incidents",
            "opened_in_period",
            "Incidents that were opened in the period, with their present severity and service;"
                + " merged ones, umbrellas of storms and tests are left out."),
        measure.anyAcknowledges()
            ? new FigureDefinition(
                "tta",
                "first_of_acknowledgement_and_resolution",
                "From the opening to the acknowledgement, or to the resolution where nobody"
                    + " acknowledged"
                    + clock(measure)
                    + ".")
            : new FigureDefinition(
                "tta",
                "explicit_acknowledgement",
                "From the opening to the acknowledgement by a person, in a chat or at the sender;"
                    + " incidents that nobody acknowledged have none"
                    + clock(measure)
                    + "."),
        new FigureDefinition(
            "ttr",
            measure.withoutHolds()
                ? "opening_to_resolution_without_holds"
                : "opening_to_resolution",
            "From the opening to the resolution that stands, "
                + (measure.withoutHolds() ? "without the time on hold" : "holds included")
                + clock(measure)
                + "."),
        new FigureDefinition(
            "percentiles",
            "values_that_occurred",
            "The least value that so many of the incidents did not exceed; fewer than "
                + Distribution.FEWEST
                + " have none."));
  }

  private static String clock(Measure measure) {
    return measure.business() == null ? "" : ", in business hours";
  }
}
