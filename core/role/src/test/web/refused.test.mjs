import assert from "node:assert/strict";
import { test } from "node:test";
import { refusedAt, refusedBecause } from "../web/shell/refused.ts";
import { warned } from "../web/shell/warning.ts";
import { loadWords, say } from "../web/words/index.ts";

const speak = async (language) => {
  globalThis.localStorage = { getItem: (name) => (name === "imas.language" ? language : null) };
  globalThis.document = { documentElement: {} };
  await loadWords("shell", "warnings", "tables", "reach");
};

test("a refusal is said in French, with what the form calls its field", async () => {
  await speak("fr");
  const titles = new Map([["name", "Nom"]]);
  assert.equal(refusedBecause("/name is missing; send a text of 1 to 100 characters", 422, titles), "Nom : Saisissez une valeur.");
  assert.equal(refusedBecause("there is no team 7", 404), "Cet élément n’existe pas ou a été supprimé.");
  assert.equal(refusedBecause("a team with this name exists already; choose another name", 409), "Ce nom est déjà utilisé. Choisissez-en un autre.");
  assert.equal(refusedBecause("you need the permission team.manage", 403), "Demandez l’accès à un administrateur.");
  assert.equal(refusedBecause("the access token has expired", 401), "Votre session a expiré. Reconnectez-vous.");
  assert.match(refusedBecause("the incident is RESOLVED", 409), /^Conflit avec les données existantes : The incident is resolved/);
  assert.equal(refusedAt("/owner_team names nobody, which is no team; create it first", "/owner_team"), "nobody n’existe pas.");
  assert.equal(refusedAt("/password has 3 characters; use at least 12, for example four words", "/password"), "Saisissez au moins 12 caractères, par exemple quatre mots.");
});

test("in English the server speaks for itself where nothing better is known", async () => {
  await speak("en");
  assert.equal(refusedBecause("/name is missing; send a text", 422), "Name: Enter a value.");
  assert.equal(refusedBecause("/name is odd; send another", 422), "Name is odd; send another");
});

test("warnings are said by their kinds, with their step", async () => {
  await speak("fr");
  assert.equal(
    warned({ kind: "no_provider", pointer: "/steps/1/channels", detail: "nothing can be sent by sms", values: { channel: "sms" } }),
    "Étape 2 : Aucun fournisseur pour SMS. Ajoutez-en un, sinon chacun est notifié par ses autres moyens.",
  );
  assert.equal(
    warned({ kind: "late_start", pointer: "/steps/0/after", detail: "nobody", values: { after: "PT20M" } }),
    "Étape 1 : Personne n’est notifié pendant les 20 premières minutes.",
  );
  assert.match(
    warned({ kind: "cannot_be_called", pointer: "/steps/0/notify/0", detail: "bob", values: { user: "bob", obstacle: "not_verified" } }),
    /^Étape 1 : bob n’est pas joignable\. Aucun moyen de contact/,
  );
  assert.equal(warned({ kind: "of_a_newer_server", pointer: "/steps/0", detail: "has some_thing" }), "Has some thing");
});

test("a count has its noun in the singular or the plural of the language", async () => {
  await speak("en");
  assert.equal(say("facets.others", { count: 0 }), "0 more values");
  assert.equal(say("facets.others", { count: 1 }), "1 more value");
  assert.equal(say("facets.others", { count: 2 }), "2 more values");
  await speak("fr");
  assert.equal(say("facets.others", { count: 0 }), "0 autre valeur");
  assert.equal(say("facets.others", { count: 1 }), "1 autre valeur");
  assert.equal(say("facets.others", { count: "2" }), "2 autres valeurs");
});
