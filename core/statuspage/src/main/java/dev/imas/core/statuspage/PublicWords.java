package dev.imas.core.statuspage;

import java.util.Locale;
import java.util.Map;

/** The words of public pages in one language. */
record PublicWords(Locale locale, Map<String, String> words) {

  static final PublicWords ENGLISH = new PublicWords(Locale.ENGLISH, english());
  static final PublicWords FRENCH = new PublicWords(Locale.FRENCH, french());

  PublicWords {
    words = Map.copyOf(words);
  }

  /** A word, which each language has. */
  String of(String key) {
    String word = words.get(key);
    if (word == null) {
      throw new IllegalArgumentException("there is no word " + key);
    }
    return word;
  }

  private static Map<String, String> english() {
    return Map.ofEntries(
        Map.entry("all.operational", "All systems operational"),
        Map.entry("all.maintenance", "Maintenance in progress"),
        Map.entry("all.degraded", "Some systems are degraded"),
        Map.entry("all.partial_outage", "Some systems are down"),
        Map.entry("all.major_outage", "Major outage"),
        Map.entry("operational", "Operational"),
        Map.entry("maintenance", "Maintenance"),
        Map.entry("degraded", "Degraded"),
        Map.entry("partial_outage", "Partial outage"),
        Map.entry("major_outage", "Major outage"),
        Map.entry("investigating", "Investigating"),
        Map.entry("identified", "Identified"),
        Map.entry("monitoring", "Monitoring"),
        Map.entry("resolved", "Resolved"),
        Map.entry("components", "Components"),
        Map.entry("incidents", "Incidents"),
        Map.entry("planned", "Planned maintenance"),
        Map.entry("past", "The last 90 days"),
        Map.entry("nothing", "No incidents to report"),
        Map.entry("now", "In progress"),
        Map.entry("until", "to"),
        Map.entry("affects", "Affects:"),
        Map.entry("colon", ": "),
        Map.entry("uptime.up", "% uptime over the last 90 days, of the time measured"),
        Map.entry("uptime.none", "Not measured yet"),
        Map.entry("uptime.day.none", "no data"),
        Map.entry("uptime.day.full", "up all the time measured"),
        Map.entry("uptime.day.up", "% up"),
        Map.entry("uptime.day.unmeasured", " not measured"),
        Map.entry("as_of", "Status as of"),
        Map.entry("feed", "Feed"),
        Map.entry("subscribe", "E-mail updates"),
        Map.entry("subscribe.email", "E-mail address"),
        Map.entry("subscribe.go", "Subscribe"),
        Map.entry(
            "subscribe.about",
            "An e-mail for each incident, update and maintenance. You confirm the address first,"
                + " and each e-mail has an unsubscribe link."),
        Map.entry("subscribe.there", "Subscribe on the status page"),
        Map.entry("old", "This page is out of date. The status may have changed since."),
        Map.entry(
            "copy", "This is a copy. If the time above is long past, it is no longer updated."));
  }

  private static Map<String, String> french() {
    return Map.ofEntries(
        Map.entry("all.operational", "Tous les systèmes sont opérationnels"),
        Map.entry("all.maintenance", "Une maintenance est en cours"),
        Map.entry("all.degraded", "Certains systèmes sont dégradés"),
        Map.entry("all.partial_outage", "Certains systèmes sont en panne"),
        Map.entry("all.major_outage", "Panne majeure"),
        Map.entry("operational", "Opérationnel"),
        Map.entry("maintenance", "Maintenance"),
        Map.entry("degraded", "Dégradé"),
        Map.entry("partial_outage", "Panne partielle"),
        Map.entry("major_outage", "Panne majeure"),
        Map.entry("investigating", "Analyse en cours"),
        Map.entry("identified", "Cause identifiée"),
        Map.entry("monitoring", "Sous surveillance"),
        Map.entry("resolved", "Résolu"),
        Map.entry("components", "Composants"),
        Map.entry("incidents", "Incidents"),
        Map.entry("planned", "Maintenances prévues"),
        Map.entry("past", "Les 90 derniers jours"),
        Map.entry("nothing", "Rien à signaler."),
        Map.entry("now", "En cours"),
        Map.entry("until", "à"),
        Map.entry("affects", "Concerne :"),
        Map.entry("colon", " : "),
        Map.entry("uptime.up", " % de disponibilité sur 90 jours, du temps mesuré"),
        Map.entry("uptime.none", "Pas encore mesuré"),
        Map.entry("uptime.day.none", "pas de mesure"),
        Map.entry("uptime.day.full", "disponible tout le temps mesuré"),
        Map.entry("uptime.day.up", " % de disponibilité"),
        Map.entry("uptime.day.unmeasured", " sans mesure"),
        Map.entry("as_of", "État au"),
        Map.entry("feed", "Flux"),
        Map.entry("subscribe", "Mises à jour par e-mail"),
        Map.entry("subscribe.email", "Adresse e-mail"),
        Map.entry("subscribe.go", "S’abonner"),
        Map.entry(
            "subscribe.about",
            "Un message pour chaque incident, mise à jour et maintenance. Vous confirmez d’abord"
                + " l’adresse, et chaque message contient un lien pour se désabonner."),
        Map.entry("subscribe.there", "S’abonner sur la page de statut"),
        Map.entry("old", "Cette page est ancienne. L’état a pu changer depuis."),
        Map.entry(
            "copy",
            "Ceci est une copie. Si l’heure ci-dessus est passée depuis longtemps, elle n’est plus"
                + " mise à jour."));
  }
}
