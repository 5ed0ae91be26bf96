package dev.imas.core.subscriber;

import static dev.imas.core.link.PlainPage.escape;

import dev.imas.core.link.PlainPage;
import java.util.Map;

/**
 * The pages by which the public subscribes, in one language. Plain HTML: whatever opens one without
 * being a person changes nothing. Pure.
 */
record SubscriberPages(String language, Map<String, String> words) {

  private static final SubscriberPages ENGLISH =
      new SubscriberPages(
          "en",
          Map.ofEntries(
              Map.entry("asked", "Check your e-mail"),
              Map.entry(
                  "asked.text",
                  "If the address can be subscribed, an e-mail with a link is on its way. Open"
                      + " the link to confirm. It works for 24 hours."),
              Map.entry("back", "Back to the status page"),
              Map.entry("unreadable", "Not an e-mail address"),
              Map.entry("unreadable.text", "Enter one address, for example name@example.org."),
              Map.entry("confirm", "Confirm your subscription"),
              Map.entry("confirm.text", "Status updates will be sent to"),
              Map.entry("confirm.go", "Subscribe"),
              Map.entry("confirmed", "You are subscribed"),
              Map.entry("confirmed.text", "Every e-mail has an unsubscribe link."),
              Map.entry("leave", "Unsubscribe"),
              Map.entry("leave.text", "Status updates will no longer be sent to"),
              Map.entry("leave.go", "Unsubscribe"),
              Map.entry("left", "You are unsubscribed"),
              Map.entry("left.text", "You get no more e-mails. The address was deleted."),
              Map.entry("gone", "This link does not work"),
              Map.entry("gone.text", "It has expired, or the subscription has ended."),
              Map.entry("elsewhere", "Subscribe on the status page"),
              Map.entry(
                  "elsewhere.text",
                  "This form was sent from another site. Open the status page and send it from"
                      + " there."),
              Map.entry("later", "Try again later"),
              Map.entry("later.text", "Too many requests right now. Wait a moment.")));

  private static final SubscriberPages FRENCH =
      new SubscriberPages(
          "fr",
          Map.ofEntries(
              Map.entry("asked", "Consultez vos e-mails"),
              Map.entry(
                  "asked.text",
                  "Si l’adresse peut être abonnée, un message avec un lien lui est envoyé. Ouvrez"
                      + " le lien pour confirmer. Il fonctionne pendant 24 heures."),
              Map.entry("back", "Retour à la page de statut"),
              Map.entry("unreadable", "Ce n’est pas une adresse e-mail"),
              Map.entry("unreadable.text", "Saisissez une adresse, par exemple nom@example.org."),
              Map.entry("confirm", "Confirmez votre abonnement"),
              Map.entry("confirm.text", "Les nouvelles de la page de statut seront envoyées à"),
              Map.entry("confirm.go", "S’abonner"),
              Map.entry("confirmed", "Vous êtes abonné"),
              Map.entry("confirmed.text", "Chaque message contient un lien pour se désabonner."),
              Map.entry("leave", "Se désabonner"),
              Map.entry(
                  "leave.text", "Les nouvelles de la page de statut ne seront plus envoyées à"),
              Map.entry("leave.go", "Se désabonner"),
              Map.entry("left", "Vous êtes désabonné"),
              Map.entry("left.text", "Aucun message ne viendra plus. L’adresse a été supprimée."),
              Map.entry("gone", "Ce lien ne fonctionne pas"),
              Map.entry("gone.text", "Il a expiré, ou l’abonnement a pris fin."),
              Map.entry("elsewhere", "Abonnez-vous sur la page de statut"),
              Map.entry(
                  "elsewhere.text",
                  "Ce formulaire a été envoyé depuis un autre site. Ouvrez la page de statut et"
                      + " envoyez-le de là."),
              Map.entry("later", "Réessayez plus tard"),
              Map.entry("later.text", "Trop de demandes en ce moment. Attendez un peu.")));

  SubscriberPages {
    words = Map.copyOf(words);
  }

  /** In that language, else in English. */
  static SubscriberPages in(String language) {
    return language.equals("fr") ? FRENCH : ENGLISH;
  }

  /**
   * What is said after an act or instead of one.
   *
   * @param word of the title, and with {@code .text} of what is below it
   * @param back the path of the status page; empty for none
   */
  PlainPage said(int status, String word, String back) {
    return PlainPage.of(
        status,
        language,
        of(word),
        "<h1>"
            + escape(of(word))
            + "</h1><p role=\"status\">"
            + escape(of(word + ".text"))
            + "</p>"
            + (back.isEmpty()
                ? ""
                : "<p><a href=\"" + escape(back) + "\">" + escape(of("back")) + "</a></p>"));
  }

  /** Asks the holder of a link whether to do what it is for. */
  PlainPage question(String word, String email) {
    return PlainPage.of(
        200,
        language,
        of(word),
        "<h1>"
            + escape(of(word))
            + "</h1><p>"
            + escape(of(word + ".text"))
            + " <bdi>"
            + escape(email)
            + "</bdi>.</p><form method=\"post\"><button>"
            + escape(of(word + ".go"))
            + "</button></form>");
  }

  private String of(String key) {
    String word = words.get(key);
    if (word == null) {
      throw new IllegalArgumentException("there is no word " + key);
    }
    return word;
  }
}
