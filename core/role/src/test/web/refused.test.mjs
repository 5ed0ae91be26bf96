import assert from "node:assert/strict";
import { test } from "node:test";
import { refusedAt, refusedBecause } from "../web/shell/refused.ts";
import { warned } from "../web/shell/warning.ts";
import { loadWords } from "../web/words/index.ts";

const speak = async (language) => {
  globalThis.localStorage = { getItem: (name) => (name === "imas.language" ? language : null) };
  globalThis.document = { documentElement: {} };
  await loadWords("shell", "warnings", "tables", "reach");
};

test("a refusal is said in French, with what the form calls its field", async () => {
  await speak("fr");
  const titles = new Map([["name", "Nom"]]);
  assert.equal(refusedBecause("/name is missing; send a text of 1 to 100 characters", 422, titles), "Nom : À remplir.");
  assert.equal(refusedBecause("there is no team 7", 404), "Ce qui est désigné n’existe pas ou plus.");
  assert.equal(refusedBecause("a team with this name exists already; choose another name", 409), "Ce nom est déjà pris. Choisissez-en un autre.");
  assert.equal(refusedBecause("you need the permission team.manage", 403), "Demandez le droit à un administrateur.");
  assert.equal(refusedBecause("the access token has expired", 401), "Votre session est terminée. Reconnectez-vous.");
  assert.match(refusedBecause("the incident is RESOLVED", 409), /^Cela ne va pas avec l’existant : The incident is resolved/);
  assert.equal(refusedAt("/owner_team names nobody, which is no team; create it first", "/owner_team"), "nobody n’existe pas.");
  assert.equal(refusedAt("/password has 3 characters; use at least 12, for example four words", "/password"), "Au moins 12 caractères, par exemple quatre mots.");
});

test("in English the server speaks for itself", async () => {
  await speak("en");
  assert.equal(refusedBecause("/name is missing; send a text", 422), "Name is missing; send a text");
});

test("warnings are said by their kinds, with their step", async () => {
  await speak("fr");
  assert.equal(
    warned({ kind: "no_provider", pointer: "/steps/1/channels", detail: "nothing can be sent by sms", values: { channel: "sms" } }),
    "Étape 2 : Rien ne peut être envoyé par SMS en ce moment. Ajoutez un fournisseur, sinon chacun est prévenu par ses autres moyens.",
  );
  assert.equal(
    warned({ kind: "late_start", pointer: "/steps/0/after", detail: "nobody", values: { after: "PT20M" } }),
    "Étape 1 : Personne n’est prévenu pendant les 20 premières minutes.",
  );
  assert.match(
    warned({ kind: "cannot_be_called", pointer: "/steps/0/notify/0", detail: "bob", values: { user: "bob", obstacle: "not_verified" } }),
    /^Étape 1 : bob est injoignable\. Aucun contact/,
  );
  assert.equal(warned({ kind: "of_a_newer_server", pointer: "/steps/0", detail: "has some_thing" }), "Has some thing");
});
